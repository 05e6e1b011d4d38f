/**
 * @.architecture 	
 * Incoming: a.js --- {A} 
 * Processing: run() --- {1 job: JOB_RUN} 
 * Outgoing: b.js --- {B} 
 */
