€//! @.architecture
//! Incoming: a.rs --- {A}
//! Processing: go() --- {4 jobs: auditing, auditing, caching, hashing}
//! Outgoing: b.rs --- {B}
