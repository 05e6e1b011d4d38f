€#!/bin/bash
: <<'DOC'
@.architecture
Incoming: systemd --- {unit}
Processing: start --- {1 job: process_supervision}
Outgoing: journald --- {lines}
DOC
exec sleep 1
