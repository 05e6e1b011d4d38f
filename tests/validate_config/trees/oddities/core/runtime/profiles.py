"""Profiles: YAML or Python files in profiles/."""

import runpy
from typing import Any

import yaml

from config import ROOT

PROFILES = ROOT / "profiles"


def apply(agent: Any, name: str) -> None:
    """Change an agent as a profile says; an empty name means none."""
    if not name:
        return
    script = PROFILES / f"{name}.py"
    if script.exists():
        runpy.run_path(str(script), {"agent": agent})
        return
    values = yaml.safe_load((PROFILES / f"{name}.yaml").read_text(encoding="utf-8"))
    for key, value in values.items():
        setattr(agent, key, value)
