/**
 * A conversation: what was said, and the field for what comes next.
 *
 * @.architecture
 * Incoming: src/App.jsx, src/api/client.js, src/ws/socket.js, User (keyboard) --- {props, ChatReply, ServerFrame, string}
 * Processing: ChatPanel(), receive(), submit() --- {5 jobs: COMPONENT_RENDERING, ERROR_HANDLING, EVENT_STREAMING, STATE_MANAGEMENT, STREAMING}
 * Outgoing: src/api/client.js, src/components/MessageList.jsx, src/styles/chat.css, src/ws/socket.js --- {string, Message[], class names}
 */

import { useEffect, useRef, useState } from 'react';

import { sendMessage } from '../api/client.js';
import { MessageList } from './MessageList.jsx';

/** Adds an event to the messages; pieces of one kind become one message. */
function receive(messages, { kind, content }) {
  const last = messages.at(-1);
  if (last?.kind !== kind) return [...messages, { kind, content }];
  return [...messages.slice(0, -1), { kind, content: last.content + content }];
}

export function ChatPanel({ socket, token }) {
  const [messages, setMessages] = useState([]);
  const [draft, setDraft] = useState('');
  const conversation = useRef(null);

  useEffect(() => {
    const show = (event) => setMessages((known) => receive(known, event));
    return socket.subscribe((frame) => {
      if (frame.type === 'error') show({ kind: 'error', content: frame.message });
      if (frame.type !== 'event') return;
      conversation.current = frame.conversation_id;
      if (frame.kind !== 'done') show(frame);
    });
  }, [socket]);

  async function submit(event) {
    event.preventDefault();
    const question = draft;
    setDraft('');
    setMessages((known) => [...known, { kind: 'question', content: question }]);
    if (socket.ready) {
      socket.send(question, conversation.current);
      return;
    }
    try {
      const reply = await sendMessage(token, question, conversation.current);
      conversation.current = reply.conversation_id;
      setMessages((known) => [...known, { kind: 'text', content: reply.content }]);
    } catch (failure) {
      setMessages((known) => [...known, { kind: 'error', content: failure.message }]);
    }
  }

  return (
    <section className="chat">
      <MessageList messages={messages} />
      <form onSubmit={submit}>
        <input
          value={draft}
          onChange={(change) => setDraft(change.target.value)}
          placeholder="Ask something"
        />
        <button disabled={!draft.trim()}>Send</button>
      </form>
    </section>
  );
}
