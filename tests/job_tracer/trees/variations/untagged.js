/**
 * Incoming: a.js --- {A}
 * Processing: go() --- {1 job: JOB_GO}
 * Outgoing: b.js --- {B}
 */
