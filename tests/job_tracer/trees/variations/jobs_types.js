/**
 * @.architecture
 * Incoming: a.js --- {A}
 * Processing: go() --- {jobs: 3, types: [JOB_A, JOB_B, JOB_C]}
 * Outgoing: b.js --- {B}
 */
