"""What stands in for prometheus_client."""


class Counter:
    def __init__(self, name: str, documentation: str) -> None:
        self.name, self.documentation, self.value = name, documentation, 0

    def inc(self, amount: float = 1) -> None:
        self.value += amount


def start_http_server(port: int, addr: str) -> None:
    """Nothing listens."""
