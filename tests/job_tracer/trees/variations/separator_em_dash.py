"""
@.architecture
Incoming: api/chat.py — {ChatRequest}
Processing: complete() — {2 jobs: inference, streaming}
Outgoing: ws/hub.py — {Token}
"""
