/**
 * @.architecture
 * Incoming: post({type: 'x', n: 1}) --- {MessageEvent}
 * Processing: send({a: 1}), send({a: {b: 2}}) --- {1 job: JOB_SEND}
 * Outgoing: worker.js ({transfer: [buf]}) --- {ArrayBuffer}
 */
