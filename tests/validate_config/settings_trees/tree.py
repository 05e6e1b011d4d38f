"""What a settings tree is: a backend written for the test, and the environments it is run in."""

import textwrap
from dataclasses import dataclass, field


def text(content):
    """A file's content, written indented in the source of a tree."""
    return textwrap.dedent(content).lstrip("\n")


@dataclass(frozen=True)
class Run:
    """One environment. `must_know` adds to the tree's; `need_not_know` takes away from it.

    `chain` maps a setting to (kind, name, state) triples that must appear in its chain, in this
    order; inert ones may stand anywhere. A name of None fits any, a kind may be `one|other`.
    """

    name: str
    environment: dict = field(default_factory=dict)
    must_know: tuple = ()
    need_not_know: tuple = ()
    chain: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Tree:
    """A backend: its files, how its settings are asked for, and its runs.

    `must_know` are names (with `*`) whose value a careful reader finds without running anything.
    `version` is pydantic's; `packages` are what it imports beside it.
    """

    name: str
    files: dict
    runs: tuple = (Run("bare"),)
    must_know: tuple = ()
    entry: str = "config.settings:get_settings()"
    version: int = 2
    packages: tuple = ()
