"""Perplexica: answers from the web, with their sources."""

from core.integrations.providers.perplexica.modes import *
from core.integrations.providers.perplexica.search import (
    perplexica_is_healthy,
    perplexica_search,
    discover as perplexica_discover,
)
