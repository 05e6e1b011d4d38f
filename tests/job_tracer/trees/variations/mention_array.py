TAGS = [
    "@.architecture",
    '@.architecture'
]
