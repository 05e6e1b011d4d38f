/* @.architecture
 * Incoming: uart.c --- {byte - raw}
 * Processing: checksum() --- {1 job: integrity_check}
 * Outgoing: link.c --- {frame -- framed, frame --- sealed}
 */
