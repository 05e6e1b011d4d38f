"""What the tool says of a setting, against what the setting is."""

import fnmatch
import json
import pathlib
import re

SECRET_NAME = re.compile(r"password|passwd|secret|token|api_?key|credential|private_?key|(^|[._])key$", re.I)
MASK = "***"


def same(known, real):
    """Whether two JSON values are equal; numbers by value, but a bool is no number."""
    if isinstance(known, bool) or isinstance(real, bool):
        return known is real
    if isinstance(known, (int, float)) and isinstance(real, (int, float)):
        return known == real
    if isinstance(known, list) and isinstance(real, list):
        return len(known) == len(real) and all(map(same, known, real))
    if isinstance(known, dict) and isinstance(real, dict):
        return known.keys() == real.keys() and all(same(known[key], real[key]) for key in known)
    if isinstance(known, str) and isinstance(real, str) and MASK in known and known != MASK:
        return re.fullmatch("[^@/]*".join(map(re.escape, known.split(MASK))), real) is not None
    return type(known) is type(real) and known == real


def agrees(name, known, leaf):
    """Whether a known value is the real one; of a masked secret only the mask can be seen."""
    if known == MASK and (leaf.get("kind") == "secret" or SECRET_NAME.search(name)):
        return True
    if leaf.get("kind") == "path" and isinstance(known, str):
        return str(pathlib.PurePath(known)) == leaf["value"]
    return same(known, leaf["value"])


def real_leaf(name, real):
    """What a listed name is in reality: a leaf, something computed, a key of a mapping, a section."""
    for found in (real["leaves"], real["others"]):
        if name in found:
            return found[name]
    parent, _, key = name.rpartition(".")
    above = real_leaf(parent, real) if parent else None
    if above and isinstance(above["value"], dict) and key in above["value"]:
        return {"value": above["value"][key]}
    return section(name, real["leaves"])


def section(name, leaves):
    """The leaves below a name as one mapping, or None where there are none."""
    tree = {}
    for full, leaf in leaves.items():
        if full.startswith(name + "."):
            *keys, last = full[len(name) + 1:].split(".")
            place = tree
            for key in keys:
                place = place.setdefault(key, {})
            place[last] = leaf["value"]
    return {"value": tree} if tree else None


def covers(names, leaf):
    """Whether a leaf is among the names: itself, what it is a part of, or a part of it."""
    return any(leaf == one or leaf.startswith(one + ".") or one.startswith(leaf + ".") for one in names)


def names_of(patterns, leaves):
    return {name for pattern in patterns for name in leaves if fnmatch.fnmatchcase(name, pattern)}


def wanted(tree, run, leaves):
    """The settings that must be known in a run."""
    return names_of(tree.must_know + run.must_know, leaves) - names_of(run.need_not_know, leaves)


def link_fits(link, expected):
    """Whether a link of a chain is the expected (kind, name, state); a kind may be `one|other`."""
    kind, name, state = expected
    if link.get("kind") not in kind.split("|") or link.get("state") != state:
        return False
    actual = str(link.get("name", "")).casefold()
    return name is None or actual == name.casefold() or actual.endswith("." + name.casefold())


def missing_link(chain, expected):
    """The first expected link that is not there, or not in its place; None where all are."""
    at = 0
    for one in expected:
        start = 0 if one[2] == "inert" else at
        found = next((index for index in range(start, len(chain)) if link_fits(chain[index], one)), None)
        if found is None:
            return one
        at = at if one[2] == "inert" else found + 1
    return None


def shown(chain):
    return " > ".join(f"{link.get('kind')}:{link.get('name')}:{link.get('state')}" for link in chain)


def compare_known(settings, real):
    """The names that are known and right, and a line for each that is wrong."""
    right, wrong = set(), {}
    for name, setting in settings.items():
        leaf = real_leaf(name, real)
        if leaf is None:
            wrong[name] = "there is no such setting"
        elif setting.get("state") != "known":
            continue
        elif "value" not in setting:
            wrong[name] = "known, without a value"
        elif agrees(name, setting["value"], leaf):
            right.add(name)
        else:
            wrong[name] = (f"says {json.dumps(setting['value'])}, is {json.dumps(leaf['value'])}"
                           f" [{shown(setting.get('chain', []))}]")
    return right, wrong


def broken_promises(tree, run, settings, known, leaves):
    """A line for each setting that had to be known, and for each chain that lacks a link."""
    lines = []
    for name in sorted(wanted(tree, run, leaves)):
        if not covers(known, name):
            reason = settings[name].get("reason", "no reason given") if name in settings else "not listed"
            lines.append(f"{name}: must be known: {reason}")
    for name, expected in run.chain.items():
        chain = settings.get(name, {}).get("chain", [])
        lost = missing_link(chain, expected)
        if lost:
            lines.append(f"{name}: no {':'.join(map(str, lost))} in its place of the chain [{shown(chain)}]")
    return lines
