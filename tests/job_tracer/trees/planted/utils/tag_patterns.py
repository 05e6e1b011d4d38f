
PATTERNS = [
    "@.architecture",
    '^\\s*@.architecture$'
]
# see @.architecture
