const TAG = '@.architecture';
const BLOCK = '@.architecture\nIncoming: a --- {A}\nProcessing: b --- {1 job: JOB_B}\nOutgoing: c --- {C}';
const PARTS =
  '@.architecture\n' +
  'Incoming: a --- {A}\n' +
  'Processing: b --- {1 job: JOB_B}\n' +
  'Outgoing: c --- {C}\n';
console.log(TAG, BLOCK, PARTS);
