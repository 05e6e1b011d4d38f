// @.architecture
// Incoming: dev server — hot reload --- {Event}
// Processing: patch() — in place --- {1 job: hot_reload}
// Outgoing: bundle - rebuilt --- {Bundle — {hash}}
