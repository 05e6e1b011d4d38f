// @.architecture
// Incoming: {signal, body} of fetch() --- {{a: number} | {b: {c: object}}}
// Processing: merge({}, {...x}) --- {1 job: JOB_MERGE}
// Outgoing: {state} --- {Record<string, {id: number}>}
