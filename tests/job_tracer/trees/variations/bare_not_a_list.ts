// @.architecture
// Incoming: a.ts --- {A}
// Processing: go() --- {(x: number) => string, Map<K, V>}
// Outgoing: b.ts --- {B}
