/**
 * Renders the message list.
 *
 * @.architecture
 * Incoming: state/messages.js, ui/events.js --- {Message[], CustomEvent}
 * Processing: render(), diff() --- {2 jobs: JOB_DIFF_DOM, JOB_RENDER_LIST}
 * Outgoing: DOM --- {HTMLElement}
 *
 * @module ui/list
 */
export function render() {}
