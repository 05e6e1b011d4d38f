€"""
@.architecture
Incoming: the line "a --- {b}" of a file --- {str}
Processing: split("x --- {y}") --- {1 job: parsing}
Outgoing: report of `left --- {right}` pairs --- {Tuple[str, str]}
"""
