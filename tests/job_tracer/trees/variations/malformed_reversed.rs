//! @.architecture
//! Outgoing: b.rs --- {B}
//! Processing: go() --- {1 job: caching}
//! Incoming: a.rs --- {A}
