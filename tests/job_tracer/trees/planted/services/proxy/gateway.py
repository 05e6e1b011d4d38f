# @.architecture
# incoming: nowhere/lost.py -- A
# Processing: x — {9 jobs: zeta, alpha, alpha, gpu_probing}
# OUTGOING: gone/*.py - B
# 
# @.architecture
# Incoming: cut
