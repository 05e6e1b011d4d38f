"""Switches for what is not yet for everybody."""

from config.settings import get_settings


def enabled(name: str) -> bool:
    """Whether a feature is on; a name that no environment mentions is off."""
    return get_settings().app.features.get(name, False)
