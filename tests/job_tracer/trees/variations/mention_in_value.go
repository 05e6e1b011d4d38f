// @.architecture
// Incoming: @.architecture --- {string}
// Processing: Scan(@.architecture) --- {1 job: parsing}
// Outgoing: table of @.architecture --- {@.architecture}
