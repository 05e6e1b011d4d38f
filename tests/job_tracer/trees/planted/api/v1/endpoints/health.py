"""
@.architecture
INCOMING: api/middleware/*.py, Kubernetes probe (GET /healthz) --- {None}
Processing: liveness() --- {1 job: health_check}
Outgoing: monitoring/metrics.py --- {HealthSample}
"""


def liveness():
    return {"status": "ok"}
