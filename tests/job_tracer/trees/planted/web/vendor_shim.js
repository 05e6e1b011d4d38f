
/* A shim for old browsers. */
window.queueMicrotask = window.queueMicrotask || ((f) => setTimeout(f, 0));
