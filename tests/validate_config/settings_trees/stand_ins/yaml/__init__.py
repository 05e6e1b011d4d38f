"""A stand-in for PyYAML: block mappings and lists, flow lists of scalars, plain and quoted scalars."""

import re

TRUE, FALSE = ("true", "yes", "on"), ("false", "no", "off")


class YAMLError(Exception):
    """What a text beyond this subset raises."""


def scalar(text):
    """One scalar as YAML 1.1 reads it."""
    if text[:1] in ("'", '"'):
        return text[1:-1]
    if text[:1] == "[":
        return [scalar(one.strip()) for one in text[1:-1].split(",") if one.strip()]
    if text == "{}":
        return {}
    if text in ("", "~", "null"):
        return None
    if text.lower() in TRUE + FALSE:
        return text.lower() in TRUE
    if re.fullmatch(r"[-+]?\d+", text):
        return int(text)
    return float(text) if re.fullmatch(r"[-+]?\d+\.\d*", text) else text


def without_comment(line):
    return re.sub(r"(^|\s+)#[^'\"]*$", "", line).rstrip()


def block(rows, indent):
    """The mapping or list whose rows begin at this indent."""
    if rows and rows[0][1].startswith("- "):
        return block_list(rows, indent)
    mapping = {}
    while rows and rows[0][0] == indent:
        _, text = rows.pop(0)
        match = re.match(r"""("[^"]*"|'[^']*'|[^\s:][^:]*):(?:\s+(.*))?$""", text)
        if not match:
            raise YAMLError(f"not in the subset: {text}")
        mapping[scalar(match[1])] = value_after(rows, indent, match[2])
    return mapping


def value_after(rows, indent, text):
    if text:
        return scalar(text)
    deeper = rows and (rows[0][0] > indent or (rows[0][0] == indent and rows[0][1].startswith("- ")))
    return block(rows, rows[0][0]) if deeper else None


def block_list(rows, indent):
    items = []
    while rows and rows[0][0] == indent and rows[0][1].startswith("- "):
        items.append(scalar(rows.pop(0)[1][2:].strip()))
    return items


def safe_load(stream):
    text = stream.read() if hasattr(stream, "read") else stream
    text = text.decode() if isinstance(text, bytes) else text
    kept = [without_comment(line) for line in text.splitlines()]
    rows = [(len(line) - len(line.lstrip()), line.strip()) for line in kept if line.strip() not in ("", "---")]
    return block(rows, rows[0][0]) if rows else None


def load(stream, Loader=None):
    return safe_load(stream)


SafeLoader = FullLoader = object
