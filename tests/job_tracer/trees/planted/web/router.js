// @.architecture
// Incoming: window.location, history.pushState() --- {Location}
// Processing: navigate() - {1 job: JOB_NAVIGATE}
// Outgoing: POST /v1/chat/completions, GET /v1/models/{id}, https://cdn.example.com/static/app.js --- {fetch}
export const navigate = () => {};

/*
 * Incoming: navigate() --- {string}
 * Processing: back() --- {1 job: JOB_NAVIGATE}
 * Outgoing: history.back() --- {void}
 */
export const back = () => {};
