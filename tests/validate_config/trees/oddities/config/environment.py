"""
Reads config/environments/NAME.yaml and fills in its variables.

@.architecture
Incoming: config/environments/*.yaml, Process environment --- {YAML, str}
Processing: load_environment(), expand() --- {2 jobs: configuration_loading, environment_overlay}
Outgoing: config/settings.py, config/limits.py, core/integrations/loader.py --- {dict}
"""

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

ENVIRONMENTS = Path(__file__).parent / "environments"
REFERENCE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}")


def environment_name() -> str:
    """Which environment this process runs in."""
    return os.environ.get("AETHER_ENVIRONMENT", "development")


def expand(value: Any) -> Any:
    """`${VAR}` and `${VAR:-default}` at any depth; an unset variable without default is an error."""
    if isinstance(value, dict):
        return {key: expand(item) for key, item in value.items()}
    if isinstance(value, list):
        return [expand(item) for item in value]
    if not isinstance(value, str):
        return value

    def replaced(match: re.Match) -> str:
        name, default = match.groups()
        return os.environ[name] if default is None else os.environ.get(name) or default

    return REFERENCE.sub(replaced, value)


@lru_cache
def load_environment(name: str | None = None) -> dict[str, Any]:
    """The sections of an environment; keys that begin with `x-` only hold anchors."""
    path = ENVIRONMENTS / f"{name or environment_name()}.yaml"
    with open(path, encoding="utf-8") as file:
        sections = yaml.safe_load(file) or {}
    return {key: expand(value) for key, value in sections.items() if not key.startswith("x-")}
