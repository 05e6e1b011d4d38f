//! Hash ring.
//!
//! @.architecture
//! Incoming: cluster.rs --- {Vec<Node>}
//! Processing: rebuild() --- {1 job: load_balancing}
//! Outgoing: router.rs --- {Ring}
pub fn rebuild() {}
