"""
Attaches the tools of every integration to the interpreter.

@.architecture
Incoming: core/integrations/providers/*/__init__.py, main.py --- {functions, InterpreterRuntime}
Processing: load_integrations() --- {3 jobs: error_handling, integration_loading, tool_registration}
Outgoing: core/runtime/interpreter.py --- {tool name, functions}
"""

import importlib
import logging

from core.runtime.interpreter import InterpreterRuntime

log = logging.getLogger(__name__)

PROVIDERS = ("perplexica", "docling")


def load_integrations(runtime: InterpreterRuntime) -> list[str]:
    """Attach what the providers list in `TOOLS`; the names of the attached tools.

    A provider that cannot be imported is reported and left out.
    """
    attached = []
    for provider in PROVIDERS:
        try:
            module = importlib.import_module(f"core.integrations.providers.{provider}")
        except ImportError as failure:
            log.warning("integration %s is not available: %s", provider, failure)
            continue
        for function in module.TOOLS:
            runtime.attach(function.__name__, function)
            attached.append(function.__name__)
    return attached
