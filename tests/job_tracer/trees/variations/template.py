"""Put this at the top of every module:

@.architecture
Incoming: <sources> --- {<types>}
Processing: <operations> --- {N jobs: <job_types>}
Outgoing: <destinations> --- {<types>}
"""
