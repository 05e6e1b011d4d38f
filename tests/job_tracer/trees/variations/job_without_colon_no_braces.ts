// @.architecture
// Incoming: menu.ts --- {Event}
// Processing: closeMenu() --- 1 job JOB_CLOSE_MENU
// Outgoing: DOM --- {Element}
