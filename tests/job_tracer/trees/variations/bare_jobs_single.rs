/// @.architecture
/// Incoming: a.rs --- {A}
/// Processing: go() --- {JOB_FETCH}
/// Outgoing: b.rs --- {B}
