/* @.architecture
Incoming: argv --- {string[]}
Processing: main() --- {1 job: JOB_MAIN}
Outgoing: exit --- {number}
*/
        process.exit(0);
