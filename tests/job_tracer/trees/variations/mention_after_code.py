x = 1  # @.architecture
y = 2  # no @.architecture
