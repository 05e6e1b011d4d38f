#!/bin/sh
# Rotates the log files.
#
# @.architecture
# Incoming: cron --- {signal}
# Processing: rotate, gzip --- {2 jobs: compression, log_rotation}
# Outgoing: /var/log --- {*.gz}
set -eu
rotate() { :; }
