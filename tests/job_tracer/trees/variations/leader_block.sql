/*
 * @.architecture
 * Incoming: trigger --- {row}
 * Processing: audit() --- {1 job: audit_logging}
 * Outgoing: audit_log --- {row}
 */
SELECT 1;
