"""
@.architecture
Incoming: time series, request data, 24/7 on-call rota --- {Sample}
Processing: detect() --- {1 job: anomaly_detection}
outgoing: Slack webhook / e-mail --- {Alert}
"""
