"""Loader methods by the type of the integration."""

import importlib
from typing import Any


class Exports:
    """The functions among what an integration exports."""

    def exported(self, entry: dict) -> dict[str, Any]:
        exposure = entry["layer2_exposure"]
        name = exposure["init_file"].removesuffix(".py").removesuffix("/__init__")
        module = importlib.import_module(name.replace("/", "."))
        paths = entry.get("tools_reference", {}).get("tool_paths")
        names = [path.rsplit(".", 1)[-1] for path in paths] if paths else exposure["exports"]
        found = {name: getattr(module, name) for name in names}
        return {name: item for name, item in found.items() if callable(item)}


class ServiceLoading(Exports):
    def load_service(self, entry: dict) -> dict[str, Any]:
        return self.exported(entry)

    def _load_perplexica(self, entry: dict) -> dict[str, Any]:
        return self.load_service(entry)

    _load_docling = _load_searxng = load_service


class LibraryLoading(Exports):
    def load_library(self, entry: dict) -> dict[str, Any]:
        return self.exported(entry)

    def __getattr__(self, name: str):
        # Libraries that need nothing of their own: _load_wikipedia and whatever comes.
        if name.startswith("_load_"):
            return self.load_library
        raise AttributeError(name)
