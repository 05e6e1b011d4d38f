#!/bin/sh
# @.architecture
# Incoming: operators,
#   Note: also the timer and what is Outgoing: elsewhere,
#   see README --- {signal}
# Processing: run --- {1 job: task_execution}
# Outgoing: log --- {text}
# Exit: 0 on success.
