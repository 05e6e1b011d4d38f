"""
Docling: documents of many kinds, as Markdown.

@.architecture
Incoming: docling/convert.py --- {functions}
Processing: TOOLS, __all__ --- {1 job: tool_exposure}
Outgoing: core/integrations/loader.py, monitoring/health.py --- {functions}
"""

from core.integrations.providers.docling.convert import docling_convert, docling_is_healthy

TOOLS = (docling_convert,)

__all__ = ["TOOLS", "docling_convert", "docling_is_healthy"]
