"""
@.architecture
Incoming: files that bear @.architecture --- {Path, @.architecture}
Processing: find("@.architecture") --- {1 job: parsing}
Outgoing: index of
    @.architecture blocks --- {dict}
"""
