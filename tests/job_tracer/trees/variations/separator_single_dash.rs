//! @.architecture
//! Incoming: cli.rs --- {Args}
//! Processing: run() --- {1 job: command_dispatch}
//! Outgoing: exit-code of the process - {i32}
