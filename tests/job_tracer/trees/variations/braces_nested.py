"""
@.architecture
Incoming: routers --- {GET /{id}, T}
Processing: resolve({id}) --- {2 jobs: path_resolution, validation}
Outgoing: client --- {{a: n} | {b: n}}
"""
