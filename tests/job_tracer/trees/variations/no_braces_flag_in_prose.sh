#!/bin/sh
# @.architecture
# Incoming: node --expose-gc server.js --- argv
# Processing: start - wait - stop --- 1 job: process_supervision
# Outgoing: stdout --- {text}
