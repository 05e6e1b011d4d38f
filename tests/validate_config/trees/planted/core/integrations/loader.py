"""
Attaches the tools of every integration to the interpreter.

@.architecture
Incoming: config/integrations_registry.yaml, core/integrations/providers/*/__init__.py, main.py --- {registry, functions, InterpreterRuntime}
Processing: load_integrations() --- {3 jobs: error_handling, integration_loading, tool_registration}
Outgoing: core/runtime/interpreter.py --- {tool name, functions}
"""

import importlib
import logging
from pathlib import Path

import yaml

from core.runtime.interpreter import InterpreterRuntime

log = logging.getLogger(__name__)

REGISTRY = Path(__file__).parents[2] / "config" / "integrations_registry.yaml"


def enabled_providers() -> list[str]:
    """Those that the registry enables, in their order."""
    entries = yaml.safe_load(REGISTRY.read_text(encoding="utf-8"))["integrations"]
    enabled = [name for name, entry in entries.items() if entry.get("enabled", True)]
    return sorted(enabled, key=lambda name: entries[name]["layer4_runtime"]["initialization_order"])


def load_integrations(runtime: InterpreterRuntime) -> list[str]:
    """Attach what the providers list in `TOOLS`; the names of the attached tools.

    A provider that cannot be imported is reported and left out.
    """
    attached = []
    for provider in enabled_providers():
        try:
            module = importlib.import_module(f"core.integrations.providers.{provider}")
        except ImportError as failure:
            log.warning("integration %s is not available: %s", provider, failure)
            continue
        for function in module.TOOLS:
            runtime.attach(function.__name__, function)
            attached.append(function.__name__)
    return attached
