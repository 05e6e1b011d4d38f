/**
 * @.architecture
 * Incoming: menu.js --- {Event}
 * Processing: openMenu() --- {1 job JOB_OPEN_MENU}
 * Outgoing: DOM --- {Element}
 */
