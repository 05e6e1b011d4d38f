# @.architecture
# incoming: nowhere/lost.py -- A
# Processing: x — {9 jobs: zeta, alpha, alpha, zzz}
# OUTGOING: gone/*.py - B
# 
# @.architecture
# Incoming: cut
