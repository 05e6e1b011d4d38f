#!/bin/sh
# @.architecture
# Incoming: [sources] --- {[types]}
# Processing: [operations] --- {[jobs]}
# Outgoing: [destinations] --- {[types]}
