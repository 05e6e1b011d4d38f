€// @.architecture
// incoming: events.js --- {Event}
// processing: debounce() --- {1 job: JOB_DEBOUNCE}
// outgoing: search.js --- {string}
