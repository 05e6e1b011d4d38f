/**
 * @.architecture
 * Incoming: node --expose-gc server.js --- {process.argv}
 * Processing: run with --expose-gc - collects - and reports --- {1 job: JOB_COLLECT_GARBAGE}
 * Outgoing: node --max-old-space-size=512 -- worker.js --- {MemoryUsage}
 */
