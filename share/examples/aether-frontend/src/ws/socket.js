// The WebSocket to the backend: signs in, sends questions, hands out events.
//
// @.architecture
// Incoming: events.ts, src/App.jsx, src/components/ChatPanel.jsx, ws/hub.py, ws/relay.py --- {ServerFrame | null, bearer token, string, WebSocket frames}
// Processing: ChatSocket.send(), ChatSocket.subscribe(), ChatSocket.close() --- {5 jobs: AUTHENTICATION, CONNECTION_MANAGEMENT, EVENT_STREAMING, MESSAGE_ROUTING, STREAM_SUBSCRIPTION}
// Outgoing: events.ts, src/components/ChatPanel.jsx, ws/hub.py --- {ServerFrame, string, WebSocket frames}

import { parseFrame } from '../types/events.ts';

const SOCKET_URL = `${location.origin.replace(/^http/, 'ws')}/ws/chat`;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;

export class ChatSocket {
  #token;
  #socket = null;
  #listeners = new Set();
  #retryMs = FIRST_RETRY_MS;
  #closed = false;

  constructor(token) {
    this.#token = token;
    this.#open();
  }

  /** Whether a question can be sent now. */
  get ready() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Ask a question; the answer comes to the listeners. */
  send(message, conversationId) {
    const frame = { type: 'message', message, conversation_id: conversationId };
    this.#socket.send(JSON.stringify(frame));
  }

  /** Hear every frame from now on; returns the function that ends it. */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close() {
    this.#closed = true;
    this.#socket.close();
  }

  #open() {
    const socket = new WebSocket(SOCKET_URL);
    this.#socket = socket;
    socket.onopen = () => {
      socket.send(JSON.stringify({ type: 'hello', token: this.#token }));
    };
    socket.onmessage = ({ data }) => {
      const frame = parseFrame(data);
      if (frame?.type === 'welcome') this.#retryMs = FIRST_RETRY_MS;
      if (frame) this.#listeners.forEach((listener) => listener(frame));
    };
    socket.onclose = () => {
      if (this.#closed) return;
      setTimeout(() => this.#open(), this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
    };
  }
}
