// @architecture
// Incoming: a.go --- {A}
// Processing: Go() --- {1 job: caching}
// Outgoing: b.go --- {B}
package x
