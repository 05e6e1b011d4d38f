#!/bin/sh
# @.architecture
# Incoming: data/database.py --- {pg_dump}
# Processing: pg_dump, gzip --- {2 jobs: compression, backup}
# Outgoing: s3://backups/daily, scripts/upload_archive.sh --- {*.gz}
set -eu
pg_dump backend | gzip
