"""
Perplexica: answers from the web, with their sources.

@.architecture
Incoming: perplexica/search.py --- {functions}
Processing: TOOLS, __all__ --- {1 job: tool_exposure}
Outgoing: core/integrations/loader.py, monitoring/health.py --- {functions}
"""

from core.integrations.providers.perplexica.search import (
    perplexica_is_healthy,
    perplexica_search,
)

TOOLS = (perplexica_search,)

__all__ = ["TOOLS", "perplexica_is_healthy", "perplexica_search"]
