// @.architecture
// Incoming: x.js --- {X}
// Processing: f() --- {1 jobs: JOB_FORMAT}
// Outgoing: y.js --- {Y}
