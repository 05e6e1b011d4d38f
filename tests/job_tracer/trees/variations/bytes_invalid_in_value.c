/*
 * @.architecture
 * Incoming: café menu --- {char ÿ x}
 * Processing: go() --- {1 job: caching}
 * Outgoing: précis.c --- {B}
 */
