#!/bin/sh
# @.architecture
# Incoming: a --- {A}
# Processing: go --- {3 jobs: stage_1, stage_10, stage_2}
# Outgoing: b --- {B}
