"""Limits that only tests make small; elsewhere the defaults hold."""

from config.environment import load_environment

DEFAULT_DEADLINE = 120.0


def deadline_seconds() -> float:
    """How long one answer may take."""
    return float(load_environment().get("limits", {}).get("deadline_seconds", DEFAULT_DEADLINE))


def max_messages() -> int:
    """How many messages of a conversation are kept in memory."""
    limits = load_environment().get("limits") or {}
    return limits.get("max_messages", 500)
