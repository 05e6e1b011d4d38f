class Pool:
    """@.architecture
    Incoming: settings.py --- {PoolConfig}
    Processing: acquire(), release() --- {1 job: resource_pooling}
    Outgoing: drivers/*.py --- {Connection}"""

    size = 8

    def acquire(self):
        return self.size
