// @.architecture
// Incoming: a.js --- {A}
// Processing: go() --- {5 jobs: JOB_A, JOB_B}
// Outgoing: b.js --- {B}
