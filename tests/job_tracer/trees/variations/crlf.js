/**
 * @.architecture
 *
 * Incoming: a.js --- {A}
 * Processing: go() --- {3 jobs: JOB_GO}
 * Outgoing: b.js --- {B}
 */
