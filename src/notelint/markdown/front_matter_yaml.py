"""YAML → nodes with exact spans, or problems. Nothing is constructed, and nothing is expanded beyond a budget.

PyYAML reads YAML 1.1 (https://yaml.org/spec/1.1/), where `no` is a boolean. Its events are read one by one: `yaml.compose`
recurses in C and crashes the process at some ten thousand open brackets. Marks of both its parsers count characters, line
ends included; their lines and columns are not used, since YAML 1.1 also ends lines at U+0085 and U+2028.
"""

from typing import Any, NamedTuple, NoReturn, TypeAlias

import yaml
from yaml import events

from notelint.markdown.front_matter_budgets import MAX_DEPTH, MAX_NODES, TOO_DEEP
from notelint.markdown.front_matter_faults import fault
from notelint.note import Entry, Node, Problem, Scalar
from notelint.text import Span, Text

_STANDARD = "tag:yaml.org,2002:"
_KNOWN_TAGS = frozenset(
    {"map", "seq", "str", "int", "float", "bool", "null", "timestamp", "merge", "value", "binary", "set", "omap", "pairs"}
)

Parsed: TypeAlias = tuple[Node | None, tuple[Problem, ...]]


def parse(content: str, inner: Span) -> Parsed:
    """The root node of the YAML in a span of the content, and its problems; no root when it does not parse or is empty."""
    text = content[inner.start : inner.end]
    try:
        reader = _Reader(text, inner.start, Text(content))
        root = reader.document()
    except _Refused as refused:
        return None, (refused.problem,)
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        return None, (fault(error, text, inner.start),)
    return root, tuple(sorted(reader.problems))


class _Refused(Exception):  # noqa: N818 - it ends the reading; what is wrong is the problem it carries
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _Anchored(NamedTuple):
    node: Node
    size: int
    height: int


class _Reader:
    """Reads the one document of a text that begins at offset `base` of a note."""

    def __init__(self, text: str, base: int, note: Text) -> None:
        # The C parser has been checked against the events of the Python one in the tests; not every PyYAML is built with it.
        self._parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        self._text = text
        self._base = base
        self._note = note
        self._anchors: dict[str, _Anchored | None] = {}
        self._nodes = 0
        self.problems: list[Problem] = []

    def document(self) -> Node | None:
        self._next()
        if isinstance(self._next(), events.StreamEndEvent):
            return None
        root, _, _ = self._node(self._next(), 1)
        self._next()
        after = self._next()
        if not isinstance(after, events.StreamEndEvent):
            self._refuse(after, "A second YAML document starts here: front matter is one document, so delete this line.")
        return root

    def _next(self) -> Any:
        return self._parser.get_event()

    def _node(self, event: Any, depth: int) -> _Anchored:
        if depth > MAX_DEPTH:
            self._refuse(event, TOO_DEEP)
        if isinstance(event, events.AliasEvent):
            return self._alias(event, depth)
        self._count(event, 1)
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        made = self._new(event, depth)
        if event.anchor is not None:
            self._anchors[event.anchor] = made
        return made

    def _new(self, event: Any, depth: int) -> _Anchored:
        if isinstance(event, events.ScalarEvent):
            return _Anchored(self._scalar(event), 1, 1)
        before = self._nodes
        read = self._mapping if isinstance(event, events.MappingStartEvent) else self._sequence
        node, height = read(event, depth)
        return _Anchored(node, self._nodes - before + 1, height)

    def _alias(self, event: Any, depth: int) -> _Anchored:
        name = event.anchor
        if name not in self._anchors:
            where = f"`*{name}` refers to an anchor `&{name}` that does not exist"
            self._refuse(event, f"{where}: put the value in quotes if the `*` is meant as text.")
        anchored = self._anchors[name]
        if anchored is None:
            self._refuse(event, f"`*{name}` refers to the value that it stands in, which would never end: take it out.")
        self._count(event, anchored.size)
        if depth + anchored.height > MAX_DEPTH:
            self._refuse(event, f"Aliases nest front matter more than {MAX_DEPTH} levels deep here: write the values out.")
        return anchored._replace(node=anchored.node._replace(span=self._span(event)))

    def _scalar(self, event: Any) -> Node:
        tag = event.tag
        if tag is None or tag == "!":
            tag = self._parser.resolve(yaml.ScalarNode, event.value, event.implicit)
        span = self._span(event)
        return Node(span, *_plain(self._kind(tag, span), event.value))

    def _sequence(self, event: Any, depth: int) -> tuple[Node, int]:
        children: list[Node] = []
        height = 0
        while not isinstance(child := self._next(), events.SequenceEndEvent):
            made = self._node(child, depth + 1)
            children.append(made.node)
            height = max(height, made.height)
        span = self._extent(event, child, children[-1].span.end if children else 0)
        self._kind(event.tag, span)
        return Node(span, "seq", tuple(children)), height + 1

    def _mapping(self, event: Any, depth: int) -> tuple[Node, int]:
        own: list[Entry] = []
        merged: list[Node] = []
        height = 0
        while not isinstance(child := self._next(), events.MappingEndEvent):
            key = self._node(child, depth + 1)
            is_merge = isinstance(child, events.ScalarEvent) and child.value == "<<" and not child.style
            value = self._node(self._next(), depth + 1)
            height = max(height, key.height, value.height)
            if is_merge:
                merged.append(value.node)
            else:
                own.append(Entry(self._key(child, key.node), key.node.span, value.node))
        last = max([entry.node.span.end for entry in own] + [node.span.end for node in merged], default=0)
        span = self._extent(event, child, last)
        self._kind(event.tag, span)
        self._duplicates(own)
        return Node(span, "map", (*own, *self._merged(own, merged))), height + 1

    def _key(self, event: Any, node: Node) -> str:
        if isinstance(node.value, tuple):
            shown = "list" if node.tag == "seq" else "mapping"
            message = f"A {shown} cannot be a key in front matter: put it in quotes if it is meant as text."
            self.problems.append(Problem(node.span, message))
        if isinstance(event, events.ScalarEvent):
            return str(event.value)
        return self._text[node.span.start - self._base : node.span.end - self._base]

    def _duplicates(self, entries: list[Entry]) -> None:
        first: dict[str, Entry] = {}
        for entry in entries:
            if first.setdefault(entry.key, entry) is not entry:
                line = self._note.position(first[entry.key].key_span.start).line
                message = f"The key `{entry.key}` is here a second time (first on line {line}): keep one of the two."
                self.problems.append(Problem(entry.key_span, message))

    def _merged(self, entries: list[Entry], merged: list[Node]) -> list[Entry]:
        """What `<<` adds (https://yaml.org/type/merge.html): entries whose keys are not there yet, earlier mappings first."""
        own = {entry.key for entry in entries}
        added: dict[str, Entry] = {}
        for node in merged:
            for source in node.value if node.tag == "seq" and isinstance(node.value, tuple) else (node,):
                if not isinstance(source, Node) or source.tag != "map" or not isinstance(source.value, tuple):
                    self.problems.append(Problem(node.span, "`<<` merges mappings only: give it a mapping or an alias of one."))
                    continue
                for entry in source.value:
                    if isinstance(entry, Entry) and entry.key not in own:
                        added.setdefault(entry.key, entry)
        self._nodes += len(added)
        return list(added.values())

    def _kind(self, tag: str | None, span: Span) -> str:
        """The kind of a value by its tag; a tag that platforms do not know is a problem and the value a text."""
        kind = (tag or "").removeprefix(_STANDARD)
        if tag in (None, "!") or kind in _KNOWN_TAGS:
            return kind
        shown = tag.replace(_STANDARD, "!!") if tag else ""
        message = f"`{shown}` is a YAML tag that no platform reads: take it out, or put the value in quotes if it is text."
        self.problems.append(Problem(span, message))
        return "str"

    def _count(self, event: Any, size: int) -> None:
        self._nodes += size
        if self._nodes > MAX_NODES:
            self._refuse(event, f"Front matter has more than {MAX_NODES} values up to here, aliases counted: it is not read.")

    def _refuse(self, event: Any, message: str) -> NoReturn:
        raise _Refused(Problem(self._span(event), message))

    def _span(self, event: Any) -> Span:
        """The span of one event, without the line ends that belong to a block scalar."""
        start, end = event.start_mark.index, event.end_mark.index
        end = start + len(self._text[start:end].rstrip())
        return Span(self._base + start, self._base + end)

    def _extent(self, opening: Any, closing: Any, last: int) -> Span:
        """The span of a collection: a flow one ends with its bracket, a block one with its last child."""
        start = self._span(opening).start
        return Span(start, self._span(closing).end if opening.flow_style else max(start, last))


def _plain(kind: str, text: str) -> tuple[str, Scalar]:
    """The tag and value of a scalar. What YAML 1.1 takes for a number and JavaScript's YAML 1.2 for text (`12:30`) is text."""
    try:
        if kind == "int":
            return "int", _integer(text)
        if kind == "float" and ":" not in text:
            return "float", float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:
        return "str", text
    if kind == "bool" and text.lower() in yaml.SafeLoader.bool_values:
        return "bool", yaml.SafeLoader.bool_values[text.lower()]
    if kind == "null":
        return "null", None
    return ("date" if kind == "timestamp" else "str"), text


def _integer(text: str) -> int:
    """An integer of YAML 1.1 (https://yaml.org/type/int.html), base 60 left out; ValueError when it is none."""
    digits = text.replace("_", "")
    is_octal = digits.lstrip("+-").startswith("0") and digits.lstrip("+-").isdecimal() and digits.strip("+-0") != ""
    return int(digits, 8 if is_octal else 0 if digits.strip("+-0") else 10)
