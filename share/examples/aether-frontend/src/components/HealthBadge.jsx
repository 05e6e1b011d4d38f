/**
 * A dot that tells how the backend is.
 *
 * @.architecture
 * Incoming: src/App.jsx, src/api/client.js --- {props, status}
 * Processing: HealthBadge() --- {3 jobs: COMPONENT_RENDERING, HEALTH_CHECKING, STATE_MANAGEMENT}
 * Outgoing: src/api/client.js, src/styles/chat.css --- {HTTP request, class names}
 */

import { useEffect, useState } from 'react';

import { readHealth } from '../api/client.js';

const EVERY_MS = 30_000;

export function HealthBadge() {
  const [status, setStatus] = useState('unknown');

  useEffect(() => {
    const look = () => readHealth().then(setStatus);
    look();
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }, []);

  return <span className={`health health-${status}`} title={`Backend: ${status}`} />;
}
