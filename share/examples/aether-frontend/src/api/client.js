/**
 * Calls to the backend over HTTP; page and backend share one origin.
 *
 * @.architecture
 * Incoming: api/v1/endpoints/chat.py, api/v1/endpoints/health.py, src/components/ChatPanel.jsx, src/components/HealthBadge.jsx --- {ChatReply, HealthReport, string}
 * Processing: call(), sendMessage(), readHealth() --- {4 jobs: AUTHENTICATION, ERROR_HANDLING, HTTP_COMMUNICATION, SERIALIZATION}
 * Outgoing: api/v1/endpoints/chat.py, api/v1/endpoints/health.py, src/components/ChatPanel.jsx, src/components/HealthBadge.jsx --- {ChatRequest, {conversation_id: string, content: string} | ApiError, status}
 */

/** A failure that the backend reported, with its code. */
export class ApiError extends Error {
  constructor(status, body) {
    super(body.message ?? `HTTP ${status}`);
    this.status = status;
    this.code = body.error ?? 'unknown';
  }
}

async function call(method, path, { token, body } = {}) {
  const headers = { Accept: 'application/json' };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers['Content-Type'] = 'application/json';
  const response = await fetch(path, {
    method,
    headers,
    body: body && JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(response.status, answer);
  return answer;
}

/** A whole answer at once, for when there is no socket. */
export function sendMessage(token, message, conversationId) {
  const body = { message, conversation_id: conversationId };
  return call('POST', '/v1/chat', { token, body });
}

/** `healthy`, `degraded` or `critical`; needs no token. */
export async function readHealth() {
  try {
    return (await call('GET', '/v1/health')).status;
  } catch {
    return 'critical';
  }
}
