/**
 * The frames that the backend sends, and the one place that trusts none of them.
 *
 * @.architecture
 * Incoming: src/ws/socket.js --- {string}
 * Processing: parseFrame() --- {3 jobs: DATA_MODELING, SERIALIZATION, VALIDATION}
 * Outgoing: src/ws/socket.js --- {ServerFrame | null}
 */

export type EventKind = 'text' | 'code' | 'output' | 'error' | 'done';

export interface ChatEvent {
  type: 'event';
  kind: EventKind;
  conversation_id: string;
  content: string;
}

export interface Failure {
  type: 'error';
  error: string;
  message: string;
}

export type ServerFrame =
  | ChatEvent
  | Failure
  | { type: 'welcome'; connection: string }
  | { type: 'pong' };

const TYPES = ['event', 'error', 'welcome', 'pong'];

/** The frame in a message of the socket, or null if it is none. */
export function parseFrame(data: string): ServerFrame | null {
  try {
    const frame = JSON.parse(data);
    return TYPES.includes(frame?.type) ? (frame as ServerFrame) : null;
  } catch {
    return null;
  }
}
