/**
 * @.architecture
 * Incoming: web/app.js, D3.js charts, Vue.js --- {Options}
 * Processing: connect() --- {2 jobs: JOB_OPEN_STREAM, JOB_PARSE_CHUNKS}
 * Outgoing: /v1/chat, theme.css --- {ReadableStream}
 */
export const connect = () => {};
