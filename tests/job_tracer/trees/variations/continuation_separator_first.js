/**
 * @.architecture
 * Incoming: api/a.js
 *   --- {Request}
 * Processing: one(), two()
 *   --- {2 jobs: JOB_ONE, JOB_TWO}
 * Outgoing: data/x.js
 *   --- {Row}
 */
