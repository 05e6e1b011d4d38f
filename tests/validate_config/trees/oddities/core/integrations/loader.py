"""
Attaches the tools of every enabled integration to the interpreter's `computer`.

@.architecture
Incoming: config/integrations_registry.yaml, core/integrations/mixins.py, main.py --- {registry, functions, computer}
Processing: IntegrationLoader.load_all() --- {3 jobs: error_handling, integration_loading, tool_registration}
Outgoing: core/runtime/interpreter.py --- {computer}
"""

import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml

from config import environment
from config.settings import get_settings

from .mixins import LibraryLoading, ServiceLoading

log = logging.getLogger(__name__)

REGISTRY = Path(__file__).parents[2] / "config" / "integrations_registry.yaml"
ATTACHED = ("service", "library", "bridge")
TYPES = {*ATTACHED, "builtin"}


class IntegrationLoader(ServiceLoading, LibraryLoading):
    """One method for each integration; most of them are inherited or made below."""

    def __init__(self, computer: Any) -> None:
        self.computer = computer

    def load_all(self) -> list[str]:
        """Load in the order that the registry gives; the names of what was loaded."""
        with REGISTRY.open(encoding="utf-8") as file:
            entries = environment.expand(yaml.safe_load(file))["integrations"]
        loaded = []
        if unknown := {entry["type"] for entry in entries.values()} - TYPES:
            raise ValueError(f"unknown types of integrations: {sorted(unknown)}")
        wanted = {n: e for n, e in entries.items() if e["enabled"] and e["type"] in ATTACHED}
        for name, entry in sorted(wanted.items(), key=lambda item: order(item[1])):
            if not get_settings().integrations.enabled(name):
                continue
            runtime = entry["layer4_runtime"]
            try:
                functions = getattr(self, runtime["loader_method"])(entry)
            except ImportError as failure:
                log.warning("integration %s is not available: %s", name, failure)
                continue
            self.attach(runtime["namespace"], runtime["attach_as"], functions)
            loaded.append(name)
        return loaded

    def attach(self, namespace: str, how: str, functions: dict[str, Any]) -> None:
        """Put functions where the registry wants them."""
        parts = namespace.split(".")[1:]
        match how:
            case "functions":
                for name, function in functions.items():
                    setattr(self.computer, name, function)
            case "object":
                setattr(self.computer, parts[-1], SimpleNamespace(**functions))
            case "proxy":
                setattr(self.computer, parts[-1], Proxy(functions))
            case _:
                raise ValueError(f"unknown attach_as {how!r}")

    def _load_mcp(self, entry: dict) -> dict[str, Any]:
        from core.integrations.providers import mcp_bridge

        return mcp_bridge.tools()

    _load_notes = LibraryLoading.load_library
    _load_vision = _load_notes


class Proxy:
    """Looks its functions up when they are called."""

    def __init__(self, functions: dict[str, Any]) -> None:
        self._functions = functions

    def __getattr__(self, name: str) -> Any:
        try:
            return self._functions[name]
        except KeyError:
            raise AttributeError(name) from None


def order(entry: dict) -> int:
    return entry["layer4_runtime"]["initialization_order"]


for _name in ("browserless", "speech", "home_assistant"):
    setattr(IntegrationLoader, f"_load_{_name}", ServiceLoading.load_service)
