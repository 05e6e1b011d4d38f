// @.architecture
// Incoming: a.c --- {A}
// Processing: go() --- {JOB_SEND, JOB_READ}
// Outgoing: b.c --- {B}
