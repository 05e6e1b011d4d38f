"""What a million tokens cost, in and out."""

from config.models import read_table

PRICES = {"local": {"input": 0, "output": 0}}
PRICES.update(read_table()["COSTS"])


def cheapest() -> str:
    return min(PRICES, key=lambda model: sum(PRICES[model].values()))
