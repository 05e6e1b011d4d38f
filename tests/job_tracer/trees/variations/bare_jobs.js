/**
 * @.architecture
 * Incoming: a.js --- {A}
 * Processing: go() --- {JOB_FETCH, JOB_RENDER}
 * Outgoing: b.js --- {B}
 */
