/**
 * @.architecture
 * Incoming: <sources> --- {<types>}
 * Processing: <operations> --- {N jobs: <job_types>}
 * Outgoing: <destinations> --- {<types>}
 */
