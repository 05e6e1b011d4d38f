"""
@.architecture
Incoming: metrics.py --- {Sample}
Processing: evaluate() --- {2 jobs: alerting, anomaly_detecton}
Outgoing: ws/hub.py --- {Alert}
"""
