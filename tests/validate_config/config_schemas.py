#!/usr/bin/python3
"""Holds the schemas of share/schemas/config against documents that are sound and ones that are not.

    config_schemas.py VALIDATE_CONFIG SOURCE_ROOT

Beside this file, config_schemas/NAME has the documents of NAME.schema.json. A good-* gives no
finding and status 0. A bad-* gives status 1 and ends with all that is to be found in it, by place:

    # expect: LINE:COLUMN: a part of the message
    # hint: a part of the hint (where the hint matters)

A finding that is not expected fails as one that is missing does. The schemas themselves have to
compile, to say in a description what each property is, and to have documents of both kinds.
"""

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

LEAST = {"good": 3, "bad": 5}
EXPECTED = re.compile(r"# expect: (\d+):(\d+): (.+)")
HINT = re.compile(r"# hint: (.+)")
SCHEMAS_BY_NAME = ("properties", "patternProperties", "$defs", "dependentSchemas")
SCHEMAS_IN_LIST = ("allOf", "anyOf", "oneOf", "prefixItems")
SCHEMA = ("items", "contains", "additionalProperties", "propertyNames", "unevaluatedProperties",
          "unevaluatedItems", "then", "else")  # if and not describe nothing that a person writes


@dataclass
class Expected:
    line: int
    column: int
    message: str
    hint: str = ""

    def fits(self, finding):
        return ((finding["line"], finding["column"]) == (self.line, self.column)
                and self.message in finding["message"] and self.hint in finding.get("hint", ""))

    def __str__(self):
        return f"{self.line}:{self.column}: {self.message}" + (f" ({self.hint})" if self.hint else "")


def description_of(schema, definitions):
    """Its own, or that of the definition it refers to."""
    if not isinstance(schema, dict):
        return ""
    if "description" in schema or "$ref" not in schema:
        return schema.get("description", "")
    return definitions.get(schema["$ref"].removeprefix("#/$defs/"), {}).get("description", "")


def undescribed(schema, definitions, place=""):
    """The places of properties that have no description of one line."""
    if not isinstance(schema, dict):
        return
    for name, property_schema in schema.get("properties", {}).items():
        text = description_of(property_schema, definitions)
        if not text.strip() or "\n" in text:
            yield f"{place}/properties/{name}"
    for keyword in SCHEMAS_BY_NAME:
        for name, part in schema.get(keyword, {}).items():
            yield from undescribed(part, definitions, f"{place}/{keyword}/{name}")
    for keyword in SCHEMAS_IN_LIST:
        for number, part in enumerate(schema.get(keyword, [])):
            yield from undescribed(part, definitions, f"{place}/{keyword}/{number}")
    for keyword in SCHEMA:
        yield from undescribed(schema.get(keyword), definitions, f"{place}/{keyword}")


def schema_failures(name, file):
    schema = json.loads(file.read_text())
    if schema.get("$id") != f"aether/config/{name}/1":
        yield f"{name}: $id is {schema.get('$id')}"
    for keyword in ("$schema", "title", "description"):
        if not schema.get(keyword):
            yield f"{name}: there is no {keyword}"
    for place in undescribed(schema, schema.get("$defs", {})):
        yield f"{name}: no description of one line at {place}"


def read_expected(document):
    """What the document's comments expect, and what is wrong with these comments."""
    expected, wrong = [], []
    for line in document.read_text().splitlines():
        if match := EXPECTED.fullmatch(line):
            expected.append(Expected(int(match[1]), int(match[2]), match[3]))
        elif (match := HINT.fullmatch(line)) and expected:
            expected[-1].hint = match[1]
        elif line.startswith(("# expect", "# hint")):
            wrong.append(f"cannot be read: {line}")
    if expected != sorted(expected, key=lambda one: (one.line, one.column)):
        wrong.append("what is expected is not in the order of its places")
    return expected, wrong


def differences(expected, findings):
    """What was expected and not told, and the reverse."""
    rest = list(findings)
    for one in expected:
        told = next((finding for finding in rest if one.fits(finding)), None)
        if told is None:
            yield f"is not told: {one}"
        else:
            rest.remove(told)
    for finding in rest:
        hint = f" ({finding['hint']})" if "hint" in finding else ""
        yield f"is not expected: {finding['line']}:{finding['column']}: {finding['message']}{hint}"


def document_failures(tool, schema, document):
    what = f"{document.parent.name}/{document.name}"
    done = subprocess.run(
        [tool, "--schema-only", schema, "--assert-formats", "--format", "json", document],
        capture_output=True, text=True, timeout=60)
    if done.returncode not in (0, 1):
        return [f"{what}: status {done.returncode}: {done.stderr.strip()}"]
    is_bad = document.name.startswith("bad-")
    expected, failures = read_expected(document)
    if is_bad != bool(expected):
        failures.append("expects nothing" if is_bad else "expects something")
    failures += differences(expected, json.loads(done.stdout)["findings"])
    if done.returncode != int(is_bad):
        failures.append(f"status {done.returncode}")
    return [f"{what}: {failure}" for failure in failures]


def documents_of(name, directory):
    """The documents of a schema, and what is wrong with their number and names."""
    documents = sorted(directory.glob("*")) if directory.is_dir() else []
    failures = [f"{name}/{one.name}: is neither good-* nor bad-*" for one in documents
                if not one.name.startswith(("good-", "bad-"))]
    for kind, least in LEAST.items():
        number = sum(one.name.startswith(kind + "-") for one in documents)
        if number < least:
            failures.append(f"{name}: {number} {kind}-* documents, at least {least} are asked for")
    return documents, failures


def main():
    tool, root = sys.argv[1], Path(sys.argv[2])
    directory = root / "tests" / "validate_config" / "config_schemas"
    schemas = {file.name.removesuffix(".schema.json"): file
               for file in sorted((root / "share" / "schemas" / "config").glob("*.schema.json"))}
    failures = [] if schemas else ["there are no schemas"]
    failures += [f"{one.name}: there is no such schema" for one in sorted(directory.glob("*"))
                 if one.name not in schemas]
    pairs = []
    for name, file in schemas.items():
        failures += schema_failures(name, file)
        documents, wrong = documents_of(name, directory / name)
        failures += wrong
        pairs += [(file, document) for document in documents]
    with ThreadPoolExecutor(2) as pool:
        for wrong in pool.map(lambda pair: document_failures(tool, *pair), pairs):
            failures += wrong
    for failure in failures:
        print(failure)
    print(f"{len(schemas)} schemas, {len(pairs)} documents, {len(failures)} failures")
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main())
