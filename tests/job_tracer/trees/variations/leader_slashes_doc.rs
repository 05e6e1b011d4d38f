/// @.architecture
/// Incoming: router.rs --- {&Request}
/// Processing: handle() --- {1 job: request_handling}
/// Outgoing: router.rs --- {Result<Response, Error>}
pub fn handle() {}
