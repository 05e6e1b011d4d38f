#!/bin/sh
# @.architecture
# Incoming: x --- {X}
# Processing: many --- {15+ jobs: decoding, encoding, hashing}
# Outgoing: y --- {Y}
