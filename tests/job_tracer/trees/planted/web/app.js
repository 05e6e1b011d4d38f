/**
 * Entry point.
 *
 * @.architecture
 * Incoming: Browser (DOMContentLoaded), web/bootstrap.js --- {Event}
 * Processing: mount({root: '#app'}) --- {2 jobs: JOB_RENDER_VIEW, JOB_MOUNT_APP}
 * Outgoing: web/stream_client.js --- {{url: string} | {id: number}}
 */
export function mount() {}
