/**
 * The application: signs in, opens the socket, shows the panels.
 *
 * @.architecture
 * Incoming: index.html --- {DOM root element}
 * Processing: App(), createRoot() --- {3 jobs: AUTHENTICATION, COMPONENT_RENDERING, PAGE_BOOTSTRAP}
 * Outgoing: src/components/ChatPanel.jsx, src/components/HealthBadge.jsx, src/styles/chat.css, src/ws/socket.js --- {props, class names, bearer token}
 */

import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

import { ChatPanel } from './components/ChatPanel.jsx';
import { HealthBadge } from './components/HealthBadge.jsx';
import { ChatSocket } from './ws/socket.js';

function App() {
  const [token] = useState(() => sessionStorage.getItem('aether.token') ?? '');
  const [socket, setSocket] = useState(null);

  useEffect(() => {
    if (!token) return undefined;
    const opened = new ChatSocket(token);
    setSocket(opened);
    return () => opened.close();
  }, [token]);

  return (
    <main className="app">
      <header>
        <h1>Aether</h1>
        <HealthBadge />
      </header>
      {socket ? <ChatPanel socket={socket} token={token} /> : <p>Please sign in.</p>}
    </main>
  );
}

createRoot(document.getElementById('root')).render(<App />);
