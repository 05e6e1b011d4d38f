/* @.architecture
   Incoming: config.cjs --- {Options}
   Processing: load() --- {1 job: JOB_LOAD_CONFIG}
   Outgoing: index.cjs --- {Config} */
module.exports = {};
