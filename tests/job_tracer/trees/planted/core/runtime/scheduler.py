"""Clock-driven work.

@.architecture
Incoming: config/settings.py, asyncio.sleep(), core/queues/ --- {Interval}
Processing: tick() --- {2 jobs: job_scheduling, quantum_folding}
Outgoing: engine.py --- {Tick}
"""


async def tick():
    return None
