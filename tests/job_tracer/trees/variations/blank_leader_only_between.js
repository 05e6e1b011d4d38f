/**
 * @.architecture
 *
 * Incoming: audio.js --- {Float32Array}
 *
 * Processing: mix() --- {1 job: JOB_MIX_AUDIO}
 *
 *
 * Outgoing: speaker.js --- {AudioBuffer}
 */
