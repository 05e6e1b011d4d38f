// @.architecture
// Incoming: form.js --- {FormData}
// Processing: validate(), submit() --- 2 jobs: JOB_SUBMIT, JOB_VALIDATE
// Outgoing: api.js --- {Promise}
