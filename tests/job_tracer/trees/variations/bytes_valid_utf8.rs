// @.architecture
// Incoming: größe.rs, 入力 --- {Größe → 値}
// Processing: go() --- {1 job: caching}
// Outgoing: b.rs --- {🙂}
