#!/bin/sh
# @.architecture
# Incoming: node --expose-gc server.js -- {argv}
# Processing: gc() --- {1 job: benchmarking}
# Outgoing: stdout --- {report}
