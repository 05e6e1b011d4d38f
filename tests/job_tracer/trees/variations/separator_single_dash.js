/**
 * @.architecture
 * Incoming: socket.js - {Blob}
 * Processing: decode() - {1 job: JOB_DECODE}
 * Outgoing: player.js --- {AudioBuffer}
 */
