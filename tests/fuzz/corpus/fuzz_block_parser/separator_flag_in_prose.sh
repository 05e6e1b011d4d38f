€#!/bin/sh
# @.architecture
# Incoming: make bench ARGS="--expose-gc" --- {command line}
# Processing: node --expose-gc -e 'gc()' --- {1 job: benchmarking}
# Outgoing: stdout (--json or --text) --- {report}
