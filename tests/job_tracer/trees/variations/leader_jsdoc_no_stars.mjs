/*
@.architecture
Incoming: worker.mjs --- {MessageEvent}
Processing: onmessage() --- {1 job: JOB_HANDLE_MESSAGE}
Outgoing: main.mjs --- {Transferable}
*/
self.onmessage = () => {};
