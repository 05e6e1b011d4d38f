/**
 * @.architecture
 * Incoming: ui/a.js, ui/b.js,
 *           ui/c.js --- {Event, {detail: {id: number,
 *           name: string}}}
 * Processing: handle() --- {2 jobs: JOB_HANDLE,
 *   JOB_PARSE}
 * Outgoing: api.js --- {Promise}
 */
