"""What a schema finds wrong in front matter, in plain words and at the key or value concerned."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from notelint.markdown.front_matter import entries, items, value_of
from notelint.nearest import nearest
from notelint.note import Entry, Node
from notelint.schemas import Compiled, is_impossible
from notelint.text import Span

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

Path: TypeAlias = tuple[str | int, ...]

_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "empty",
    "number": "a number",
    "object": "a mapping",
    "string": "text",
}
_TAGS = {"str": "text", "int": "a number", "float": "a number", "bool": "true or false", "null": "empty", "date": "a date"}
_FORMATS = {
    "date": "a date such as 2021-08-23",
    "date-time": "a date such as 2021-08-23 or 2021-08-23T22:12:03Z",
    "email": "a mail address",
    "time": "a time such as 22:12:03Z",
    "uri": "a whole address such as https://kind.sigs.k8s.io/",
    "uri-reference": "an address",
    "uuid": "a UUID",
}
_LIMITS = {
    "minLength": "must have at least {limit} characters",
    "maxLength": "must have at most {limit} characters",
    "minItems": "must have at least {limit} values",
    "maxItems": "must have at most {limit} values",
    "minProperties": "must have at least {limit} keys",
    "maxProperties": "must have at most {limit} keys",
    "minimum": "must be {limit} or more",
    "maximum": "must be {limit} or less",
    "exclusiveMinimum": "must be more than {limit}",
    "exclusiveMaximum": "must be less than {limit}",
    "multipleOf": "must be a multiple of {multiple_of}",
}


class Violation(NamedTuple):
    """One thing that the schema does not allow: where, what, and the key that is missing if it is that."""

    span: Span
    message: str
    missing: str = ""


def violations(schema: Compiled, root: Node, top: Span) -> tuple[Violation, ...]:
    """What is wrong with the mapping `root`; `top` is the span for what concerns all of it."""
    judge = _Judge(root, top, schema.tree)
    all_violations = dict.fromkeys(
        violation for error in schema.validator.iter_errors(_encodable(value_of(root))) for violation in judge.explain(error)
    )
    # A misspelt key is unknown and the right one missing: one mistake, one finding.
    return tuple(violation for violation in all_violations if violation.missing not in judge.suggested)


def missing_keys(schema: Compiled) -> tuple[str, ...]:
    """The keys that front matter must have, as far as the schema says so for an empty mapping."""
    keys = (_details(error).get("property") for error in schema.validator.iter_errors({}) if _kind(error) == "required")
    return tuple(dict.fromkeys(str(key) for key in keys if key))


class _Judge:
    """Turns the errors of one front matter into violations."""

    def __init__(self, root: Node, top: Span, tree: object) -> None:
        self._root = root
        self._top = top
        self._tree = tree
        self.suggested: set[str] = set()

    def explain(self, error: "ValidationError") -> Iterator[Violation]:
        kind = _kind(error)
        path: Path = tuple(error.instance_path)
        details = _details(error)
        if kind in ("anyOf", "oneOf") and "context" in details:
            yield from self._branches(error, details["context"])
        elif kind in ("additionalProperties", "unevaluatedProperties"):
            for key in details["unexpected"]:
                yield self._unknown(path, str(key), error)
        elif kind == "required":
            yield self._missing(path, str(details["property"]))
        elif kind == "uniqueItems":
            yield self._repeated(path)
        else:
            yield self._at(path, _sentence(error, kind, details, self._node(path)))

    def _branches(self, error: "ValidationError", branches: Sequence[Sequence["ValidationError"]]) -> Iterator[Violation]:
        """The branch that was meant is the one whose type fits; where none fits, the types that would."""
        path: Path = tuple(error.instance_path)
        fitting = [branch for branch in branches if not any(_is_type_error(fault, path) for fault in branch)]
        if fitting:
            # Alternatives of one type (two formats of a date) say much the same: the first stands for them.
            for fault in min(fitting, key=len):
                yield from self.explain(fault)
            return
        types = [
            kind for branch in branches for fault in branch if _is_type_error(fault, path) for kind in _details(fault)["types"]
        ]
        yield self._at(path, _type_sentence(list(dict.fromkeys(types)), self._node(path)))

    def _at(self, path: Path, sentence: str) -> Violation:
        return Violation(self._span(path), f"{_shown(path)} {sentence}")

    def _unknown(self, path: Path, key: str, error: "ValidationError") -> Violation:
        entry = _entry(self._node(path), key)
        known = _known_keys(self._tree, tuple(error.schema_path))
        meant = nearest(key, [name for name in known if _entry(self._node(path), name) is None])
        where = f" in {_shown(path)}" if path else ""
        if meant:
            self.suggested.add(meant)
            hint = f"did you mean `{meant}`?"
        else:
            hint = f"it knows {_listed(known)}." if known else "it allows no other keys here."
        return Violation(entry.key_span if entry else self._span(path), f"The schema knows no key `{key}`{where}: {hint}")

    def _missing(self, path: Path, key: str) -> Violation:
        where = f" in {_shown(path)}" if path else ""
        return Violation(self._span(path), f"The key `{key}` is missing{where}: the schema wants it.", key)

    def _repeated(self, path: Path) -> Violation:
        """The first value of a list that is there a second time."""
        node = self._node(path)
        seen: list[object] = []
        for item in items(node) if node else ():
            value = value_of(item)
            if any(value == other and isinstance(value, bool) == isinstance(other, bool) for other in seen):
                return Violation(item.span, f"{_shown(path)} has {_written(value)} twice: keep one of the two.")
            seen.append(value)
        return self._at(path, "has a value twice: keep one of the two.")

    def _node(self, path: Path) -> Node | None:
        """The node at a path, or None where the front matter has none."""
        node: Node | None = self._root
        for step in path:
            if node is None:
                return None
            if isinstance(step, int):
                node = items(node)[step] if step < len(items(node)) else None
            else:
                entry = _entry(node, step)
                node = entry.node if entry else None
        return node

    def _span(self, path: Path) -> Span:
        """Where a value stands: an empty one and a block of lines are shown by their key."""
        node = self._node(path) if path else None
        if node is None:
            return self._top if len(path) < 2 else self._span(path[:-1])
        entry = _entry(self._node(path[:-1]), path[-1])
        if entry and (node.span.start == node.span.end or node.tag in ("map", "seq")):
            return entry.key_span
        return node.span


def _sentence(error: "ValidationError", kind: str, details: dict[str, Any], node: Node | None) -> str:
    written = _written(error.instance)
    if kind == "type":
        return _type_sentence(details["types"], node)
    if kind == "enum":
        return _choice_sentence(written, error.instance, details["options"])
    if kind == "const":
        return f"is {written}, but must be {_written(details['expected_value'])}."
    if kind == "format":
        return _format_sentence(written, error.instance, details["format"])
    if kind == "pattern":
        return f"is {written}, which does not match the pattern `{details['pattern']}`."
    if kind in _LIMITS:
        return f"{_LIMITS[kind].format(**details)}."
    if kind == "falseSchema":
        return "is not allowed here: delete it."
    return f"does not follow the schema ({error.message})."


def _type_sentence(types: Sequence[str], node: Node | None) -> str:
    wanted = " or ".join(_TYPES.get(kind, kind) for kind in sorted(types))
    if node is None:
        return f"must be {wanted}."
    actual = {"map": "a mapping", "seq": "a list"}.get(node.tag) or f"{_TAGS.get(node.tag, 'text')}"
    hint = ""
    if "string" in types and node.tag in ("int", "float", "bool"):
        hint = ": put it in quotes"
    elif "array" in types and node.tag in _TAGS and node.tag != "null":
        hint = ": put it in brackets, `[…]`"
    elif node.tag == "null":
        hint = ": give it a value or delete the key" if "null" not in types else ""
    return f"must be {wanted}, but is {actual}{hint}."


def _choice_sentence(written: str, value: object, options: Sequence[object]) -> str:
    meant = nearest(value, [str(option) for option in options if isinstance(option, str)]) if isinstance(value, str) else None
    hint = f": did you mean `{meant}`?" if meant else "."
    return f"is {written}, but must be one of {_listed([_plain(option) for option in options])}{hint}"


def _format_sentence(written: str, value: object, name: str) -> str:
    if name in ("date", "date-time") and isinstance(value, str) and is_impossible(value):
        return f"is {written}, but there is no such day or time."
    return f"is {written}, but must be {_FORMATS.get(name, f'of the format `{name}`')}."


def _kind(error: "ValidationError") -> str:
    return str(error.kind.name)


def _details(error: "ValidationError") -> dict[str, Any]:
    return dict(error.kind.as_dict())


def _is_type_error(error: "ValidationError", path: Path) -> bool:
    return _kind(error) == "type" and tuple(error.instance_path) == path


def _entry(node: Node | None, key: object) -> Entry | None:
    """The last entry of this key, which is the one that counts."""
    return next((entry for entry in reversed(entries(node)) if entry.key == key), None)


def _known_keys(tree: object, schema_path: Path) -> list[str]:
    """The keys that the schema beside a keyword describes."""
    for step in schema_path[:-1]:
        if isinstance(tree, dict):
            tree = tree.get(step)
        elif isinstance(tree, list) and isinstance(step, int):
            tree = tree[step]
    known = tree.get("properties") if isinstance(tree, dict) else None
    return list(known) if isinstance(known, dict) else []


def _encodable(value: object) -> object:
    """The value without lone surrogates, which JSON can spell and the validator cannot take."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_encodable(item) for item in value]
    if isinstance(value, dict):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    return value


def _shown(path: Path) -> str:
    """A path for people: `tags[2]`, counted from 1."""
    shown = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
    return f"`{shown}`" if shown else "The front matter"


def _plain(value: object) -> str:
    """A scalar as it is written in front matter."""
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _written(value: object) -> str:
    """A value as it is quoted in a message, cut short where it is long."""
    text = _plain(value) if isinstance(value, str | int | float | bool | None) else "a value"
    return f"`{text}`" if len(text) <= 60 else f"`{text[:59]}…`"


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:8])
    return f"{shown} and {len(names) - 8} more" if len(names) > 8 else shown
