// @.architecture
// Incoming: <script type="module"> of index.html --- {[id, name], Promise<void>}
// Processing: fills <div id="app"> and <template> --- {1 job: JOB_MOUNT}
// Outgoing: <my-panel> --- {HTMLElement}
