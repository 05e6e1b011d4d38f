"""Authentication middleware.

@.architecture
Incoming: HTTP clients and/or proxies, security/tokens.py --- {Authorization: Bearer}
Processing: dispatch(), verify() --- {3 jobs: authentification, authorization, request_handling}
Outgoing: api/v1/endpoints/*.py --- {Request}
"""


async def dispatch(request, call_next):
    return await call_next(request)
