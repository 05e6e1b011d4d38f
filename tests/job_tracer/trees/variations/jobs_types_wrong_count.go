// @.architecture
// Incoming: a.go --- {A}
// Processing: Go() --- {jobs: 4, types: [auditing, caching, hashing]}
// Outgoing: b.go --- {B}
