# @.architecture_v2
# @.architectures
# x@.architecture
# @@.architecture
# @.architecture-old
# @.architecture.
# @. architecture
