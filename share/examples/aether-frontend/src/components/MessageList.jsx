/**
 * The messages of a conversation, each by its kind.
 *
 * @.architecture
 * Incoming: src/components/ChatPanel.jsx --- {Message[]}
 * Processing: MessageList() --- {1 job: COMPONENT_RENDERING}
 * Outgoing: src/styles/chat.css, User (screen) --- {class names, DOM elements}
 */

const PREFORMATTED = new Set(['code', 'output']);

export function MessageList({ messages }) {
  return (
    <ol className="messages">
      {messages.map(({ kind, content }, position) => (
        <li key={position} className={`message message-${kind}`}>
          {PREFORMATTED.has(kind) ? <pre>{content}</pre> : <p>{content}</p>}
        </li>
      ))}
    </ol>
  );
}
