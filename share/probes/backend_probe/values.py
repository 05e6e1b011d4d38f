"""What the reader of settings knows: values, where each came from, and what cannot be known.

A Value is data and its chain: the sources that were asked for it, highest precedence first. Data is
None, bool, int, float, str, bytes, tuple of Value, or one of the classes below. All that can change
is kept in dicts (`slot`, `entries`, `attributes`), so that a journal can take every change back.
"""

PLAIN = (type(None), bool, int, float, str, bytes)
EFFECTIVE, OVERRIDDEN, INERT, UNSET, UNKNOWN = "effective", "overridden", "inert", "unset", "unknown"


class Source:
    """One place that was asked for a value.

    kind     "environment" a variable, "dotenv" a line of an .env file, "file" a key of a document,
             "default" a literal in the code, "code" an expression that cannot be followed
    name     the variable, the dotted key, or the text of the expression
    pointer  JSON Pointer in the file, for "file" and "dotenv"
    """

    __slots__ = ("kind", "name", "state", "file", "line", "column", "pointer", "value", "note")

    def __init__(self, kind, name, state=EFFECTIVE, file=None, line=None, column=None, pointer=None, value=None,
                 note=None):
        self.kind, self.name, self.state = kind, name, state
        self.file, self.line, self.column, self.pointer = file, line, column, pointer
        self.value, self.note = value, note

    def place(self):
        return self.kind, self.name, self.file, self.line, self.column, self.pointer

    def with_state(self, state):
        return Source(self.kind, self.name, state, self.file, self.line, self.column, self.pointer, self.value,
                      self.note)

    def to_json(self):
        return {key: value for key in self.__slots__ if (value := getattr(self, key)) is not None}


def demoted(chain):
    """As it stands below a source that won."""
    return tuple(one.with_state(OVERRIDDEN) if one.state == EFFECTIVE else one for one in chain)


def doubted(chain):
    return tuple(one.with_state(UNKNOWN) if one.state in (EFFECTIVE, OVERRIDDEN) else one for one in chain)


def joined(*chains):
    """One after the other, each place once."""
    seen = {}
    for chain in chains:
        for source in chain:
            seen.setdefault(source.place(), source)
    return tuple(seen.values())


class Value:
    __slots__ = ("data", "chain")

    def __init__(self, data, chain=()):
        self.data, self.chain = data, tuple(chain)

    @property
    def known(self):
        return not isinstance(self.data, Unknown)

    def over(self, other):
        """The same, where it stands in another one's way."""
        return Value(self.data, joined(self.chain, demoted(other.chain)))

    def derived(self, data):
        return Value(data, self.chain)


class Unknown:
    """What cannot be followed, and why."""

    __slots__ = ("reason",)

    def __init__(self, reason):
        self.reason = reason


class ListData:
    """list and set; `slot["items"]` is a tuple of Value, or Unknown."""

    __slots__ = ("slot", "type")

    def __init__(self, items=(), kind="list"):
        self.slot, self.type = {"items": tuple(items)}, kind

    @property
    def items(self):
        return self.slot["items"]


SETTINGS = ("pydantic.BaseSettings", "pydantic_settings.BaseSettings")
MODELS = ("pydantic.BaseModel", "pydantic.v1.BaseModel", *SETTINGS)
ENUMS = ("enum.Enum", "enum.StrEnum", "enum.IntEnum")
ANY_KEY = object()  # as a key of entries or attributes: there may be others, and these may have changed


class MappingData:
    """dict; `origin` is (file, pointer, kind) of a table that was read from a document."""

    __slots__ = ("entries", "origin")

    def __init__(self, entries=None, origin=None):
        self.entries, self.origin = dict(entries or {}), origin

    @classmethod
    def over(cls, entries):
        """One that shares the dict, as an object's __dict__ does."""
        made = cls()
        made.entries = entries
        return made

    @property
    def known(self):
        return ANY_KEY not in self.entries


class PathData:
    __slots__ = ("text",)

    def __init__(self, text):
        self.text = text


class Environ:
    """os.environ itself."""


class FileData:
    """An open file; text is None where it is no document that was handed over."""

    __slots__ = ("path",)

    def __init__(self, path):
        self.path = path


class Native:
    """A function or class from outside the backend that is understood.

    call(interpreter, arguments, keywords, node) -> Value; `name` is its full name.
    """

    __slots__ = ("name", "call", "attributes")

    def __init__(self, name, call=None, attributes=None):
        self.name, self.call, self.attributes = name, call, attributes or {}


class TypeData:
    """What an annotation means: origin "Union", "Optional", "list", "Literal"... and its arguments."""

    __slots__ = ("origin", "arguments")

    def __init__(self, origin, arguments=()):
        self.origin, self.arguments = origin, tuple(arguments)


class ModuleData:
    __slots__ = ("name", "file", "attributes", "tree")

    def __init__(self, name, file=None, attributes=None, tree=None):
        self.name, self.file, self.attributes, self.tree = name, file, {} if attributes is None else attributes, tree


class FunctionData:
    """decorators: full names of those that are understood; owner: the class that it is a method of."""

    __slots__ = ("node", "frame", "decorators", "defaults", "owner", "cached")

    def __init__(self, node, frame, decorators=(), defaults=None):
        self.node, self.frame, self.decorators, self.defaults = node, frame, tuple(decorators), defaults or {}
        self.owner, self.cached = None, {}

    @property
    def name(self):
        return getattr(self.node, "name", "<lambda>")


class Bound:
    """A method and the object, class or value that it is called on."""

    __slots__ = ("function", "this")

    def __init__(self, function, this):
        self.function, self.this = function, this


class ClassData:
    """A class of the backend: its own attributes and annotations; `native` is the full name of the
    understood class at the end of its bases ("pydantic.BaseModel", "enum.Enum", ...), if there is one."""

    __slots__ = ("name", "node", "frame", "bases", "attributes", "annotations", "decorators", "unknown",
                 "keywords")

    def __init__(self, name, node, frame, bases):
        self.name, self.node, self.frame, self.bases = name, node, frame, bases
        self.attributes, self.annotations, self.decorators, self.unknown, self.keywords = {}, {}, (), None, {}

    def lineage(self):
        """Itself and the classes of the backend below it, depth first, each once."""
        found = [self]
        for base in self.bases:
            if isinstance(base.data, ClassData):
                found += [one for one in base.data.lineage() if one not in found]
        return found

    def native_bases(self):
        return [base.data.name for one in self.lineage() for base in one.bases if isinstance(base.data, Native)]

    def is_a(self, *names):
        return any(base in names for base in self.native_bases())

    def unreadable(self):
        """Why its bases or its body cannot be followed, or None."""
        for one in self.lineage():
            if one.unknown:
                return one.unknown
            for base in one.bases:
                if isinstance(base.data, Unknown):
                    return base.data.reason
        return None

    def find(self, name):
        for one in self.lineage():
            if name in one.attributes:
                return one.attributes[name]
        return None


class Super:
    """super(): what comes after `owner` in the lineage of the class of `this`."""

    __slots__ = ("owner", "this")

    def __init__(self, owner, this):
        self.owner, self.this = owner, this

    def rest(self):
        kind = self.this.data if isinstance(self.this.data, ClassData) else self.this.data.type
        lineage = kind.lineage()
        return lineage[lineage.index(self.owner) + 1:] if self.owner in lineage else []


class Instance:
    __slots__ = ("type", "attributes")

    def __init__(self, kind, attributes=None):
        self.type, self.attributes = kind, {} if attributes is None else attributes


class Raised(Exception):
    """An exception that the backend's code would raise."""

    def __init__(self, name, message="", names=None, place=None):
        super().__init__(f"{name}: {message}" if message else name)
        self.name, self.message, self.names, self.place = name, message, names or builtin_names(name), place


def builtin_names(name):
    """Of an exception and all that it is."""
    import builtins
    found = getattr(builtins, name, None)
    if isinstance(found, type) and issubclass(found, BaseException):
        return [one.__name__ for one in found.__mro__ if one is not object]
    if name in ("ValidationError", "SettingsError"):
        return [name, "ValueError", "Exception", "BaseException"]
    if name == "TOMLDecodeError" or name == "JSONDecodeError":
        return [name, "ValueError", "Exception", "BaseException"]
    return [name, "Exception", "BaseException"]


def native(name, call=None, **attributes):
    """Value of something that is understood, with attributes that are Values or functions."""
    return Value(Native(name, call, {key: Value(Native(f"{name}.{key}", one)) if callable(one) else one
                                     for key, one in attributes.items()}))


def nothing(_interpreter, _arguments, _keywords, _where):
    """A call that has no effect on settings: logging, printing, making directories."""
    return Value(None)


def set_by_code(value):
    """A literal that the code hands over is no default."""
    return Value(value.data, tuple(
        Source("code", one.name, one.state, one.file, one.line, one.column, one.pointer, one.value, one.note)
        if one.kind == "default" and one.state == EFFECTIVE else one for one in value.chain))


def chain_of(values):
    return joined(*(one.chain for one in values))


def dotted(pointer):
    """MODELS.primary of /MODELS/primary"""
    return ".".join(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])


def secret_of(value):
    return Instance(Native("pydantic.SecretStr"), {"value": value})


def secret(value):
    """Whether it was wrapped as a secret."""
    return isinstance(value.data, Instance) and isinstance(value.data.type, Native) and \
        value.data.type.name in ("pydantic.SecretStr", "pydantic.SecretBytes")


def to_json(value):
    """(JSON, None), or (None, reason)."""
    data = value.data
    if isinstance(data, Unknown):
        return None, data.reason
    if data is None or isinstance(data, (bool, int, str)):
        return data, None
    if isinstance(data, float):
        return (data, None) if data == data and abs(data) != float("inf") else (str(data), None)
    if isinstance(data, PathData):
        return data.text, None
    if isinstance(data, ListData) and data.type == "set" and not isinstance(data.items, Unknown):
        return set_to_json(data.items)
    if isinstance(data, (tuple, ListData)):
        return sequence_to_json(data if isinstance(data, tuple) else data.items)
    if isinstance(data, MappingData):
        return mapping_to_json(data)
    if isinstance(data, Instance):
        return instance_to_json(data)
    return None, "no value that JSON has"


def set_to_json(items):
    """In the order of its members, which is the one that it has."""
    found, reason = sequence_to_json(items)
    if reason:
        return None, reason
    return sorted(found, key=lambda one: (str(type(one)), one if isinstance(one, (int, float, str)) else str(one))), None


def sequence_to_json(items):
    if isinstance(items, Unknown):
        return None, items.reason
    found = []
    for item in items:
        one, reason = to_json(item)
        if reason:
            return None, reason
        found.append(one)
    return found, None


def mapping_to_json(data):
    if not data.known:
        return None, data.entries[ANY_KEY].data.reason
    found = {}
    for key, item in data.entries.items():
        one, reason = to_json(item)
        if reason:
            return None, reason
        found[key if isinstance(key, str) else str(key)] = one
    return found, None


def instance_to_json(data):
    if isinstance(data.type, Native) and "value" in data.attributes:  # a secret, a URL
        return to_json(data.attributes["value"])
    if isinstance(data.type, ClassData) and data.type.is_a("enum.Enum", "enum.StrEnum", "enum.IntEnum"):
        return to_json(data.attributes["value"])
    found = {}
    for name, item in data.attributes.items():
        if name is ANY_KEY:
            return None, item.data.reason
        if not name.startswith("_"):
            one, reason = to_json(item)
            if reason:
                return None, reason
            found[name] = one
    return found, None
