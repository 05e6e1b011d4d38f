"""
@.architecture
Incoming: endpoints/health.py, core/runtime/engine.py, core/workers/*.py --- {Sample}
Processing: observe() --- {2 jobs: metrics_collection, metrics_collection}
Outgoing: monitoring/alerts.py, Prometheus --- {Sample}
"""
