<?php
/**
 * @.architecture
 * Incoming: index.php --- {array}
 * Processing: dispatch() --- {1 job: request_dispatch}
 * Outgoing: views/ --- {string}
 */
function dispatch() {}
