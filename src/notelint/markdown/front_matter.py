"""Front matter: the block of metadata at the very start of a note, in YAML, TOML or JSON.

`split` finds it and hands what stands between the fences to the reader of its format. Each reader gives nodes with exact
spans, or problems; none of them raises, and none constructs anything but plain values.

What counts as front matter follows what platforms do with the same text, because a wrong guess turns headings and links
into metadata or the other way round:

* Jekyll (https://jekyllrb.com/docs/front-matter/) and GitHub want it on the first line; Hugo passes over blanks and empty
  lines above it (`lexIntroSection` in its `parser/pageparser/pagelexer_intro.go`). `---` closes YAML, as does the `...` of
  YAML 1.2, section 9.1.2; `+++` closes TOML; JSON is one object.
* GitHub shows it as metadata only when it is a mapping. `---`, prose, `---` is a thematic break and a heading (CommonMark
  0.31.2, sections 4.1 and 4.3), so text that is no mapping is left to the Markdown parser.
"""

import re
from collections.abc import Iterator

from notelint.note import Entry, FrontMatter, FrontMatterFormat, Node, Problem
from notelint.pattern import late_pattern
from notelint.text import Span

_OPENING = late_pattern(r"(---|\+\+\+)[ \t]*(?:\r\n|\n|\r)")
_CLOSING = {
    "---": late_pattern(r"(?<=[\r\n])(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)"),
    "+++": late_pattern(r"(?<=[\r\n])\+\+\+[ \t]*(?=[\r\n]|\Z)"),
}
_LINE = late_pattern(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
# One way only to read `\r\n`: with two, forty blank lines before anything else took for ever.
_BLANK_START = late_pattern(r"[ \t\r\n]*[\r\n](?=---|\+\+\+)")
_JSON_START = late_pattern(r'\{\s*"(?:[^"\\\r\n]|\\.)*"\s*:')
_JSON_CLOSING = late_pattern(r"(?<=[\r\n])\}[ \t]*(?=[\r\n]|\Z)")
_TOML_LINE = late_pattern(r"""[ \t]*(?:[\w.\-"' \t]+=|\[[^\[\]()]+\][ \t]*$)""")

_FORMAT: dict[str, FrontMatterFormat] = {"---": "yaml", "+++": "toml"}
_MARK = {"---": r":(?:[ \t]|$)", "+++": "="}

# A line that can open a mapping in YAML; a key so plain that prose hardly begins like that, with and without its blank.
_ANY_KEY = late_pattern(
    r"""[ \t]*(?:"[^"]*"[ \t]*|'[^']*'[ \t]*|(?:[^\s#:\-\[!>|*]|-(?=\S))[^:]*(?::\S[^:]*)*):(?:\s|$)"""
    r"""|[ \t]*(?:[{?]|[^\s:]+:\S)"""
)
_NAME = r"[A-Za-z_$][\w.$/-]*"
_PLAIN_NAME = late_pattern(_NAME)
_PLAIN_KEY = {fence: late_pattern(rf"({_NAME})[ \t]*{mark}") for fence, mark in _MARK.items()}
_KEY_START = late_pattern(r"""[ \t]*["']?((?!\d)[\w$@][\w$@./-]*(?: [\w./-]+){0,2})["']?[ \t]*:""")
_CONTINUES = late_pattern(r"[ \t]+\S|- |-$|[\]})#]")

# Keys that say "front matter" all by themselves: common ones of Jekyll, Hugo, Gatsby, Docusaurus and Obsidian.
_KNOWN_KEYS = frozenset(
    {
        "aliases",
        "author",
        "authors",
        "categories",
        "category",
        "created",
        "date",
        "description",
        "draft",
        "id",
        "keywords",
        "lang",
        "layout",
        "lastmod",
        "permalink",
        "published",
        "sidebar_label",
        "slug",
        "status",
        "summary",
        "tags",
        "template",
        "title",
        "toc",
        "type",
        "updated",
        "url",
        "weight",
    }
)


def split(content: str, *, late: bool = False) -> FrontMatter | None:
    """The front matter that a note (without its byte order mark) starts with, or None. Raises nothing for any text.

    Front matter behind blank lines, or never closed, is recognised only when it can hardly be anything else, and carries the
    problem, since platforms do not see it; with `late`, blank lines are no problem.
    """
    first = content[:1]
    if first == "{":
        return _json(content)
    if first in ("-", "+"):
        return _fenced(content, 0)
    if first in ("\n", "\r", " ", "\t") and (blank := _BLANK_START.match(content)):
        return _misplaced(content, blank.end(), late=late)
    return None


def value_of(node: Node) -> object:
    """The plain value of a node, as JSON knows them: dict, list, str, int, float, bool or None; dates stay strings."""
    if node.tag == "map":
        return {entry.key: value_of(entry.node) for entry in entries(node)}
    if node.tag == "seq":
        return [value_of(item) for item in items(node)]
    return node.value


def entries(node: Node | None) -> tuple[Entry, ...]:
    """The entries of a mapping; none for any other node."""
    if node is None or not isinstance(node.value, tuple):
        return ()
    return tuple(child for child in node.value if isinstance(child, Entry))


def items(node: Node) -> tuple[Node, ...]:
    """The items of a sequence; none for any other node."""
    return tuple(child for child in node.value if isinstance(child, Node)) if isinstance(node.value, tuple) else ()


def _fenced(content: str, start: int) -> FrontMatter | None:
    opening = _OPENING.match(content, start)
    if opening is None:
        return None
    closing = _CLOSING[opening[1]].search(content, opening.end())
    inner = Span(opening.end(), closing.start() if closing else len(content))
    first = next((line for line in _lines(content, inner) if not _is_void(line[1])), None)
    span = Span(start, closing.end()) if closing else None
    if opening[1] == "+++":
        return _toml(content, start, span, inner, first)
    return _yaml(content, start, span, inner, first)


def _yaml(content: str, start: int, span: Span | None, inner: Span, first: re.Match[str] | None) -> FrontMatter | None:
    """YAML between `---` and `---`; `span` is None when the closing fence is missing, `first` the first line with a value."""
    if span is None:
        return _unclosed(content, start, inner, "---")
    if first is None:
        # Nothing but blanks is Jekyll's empty front matter; nothing but `# …` is a heading on GitHub.
        return None if content[inner.start : inner.end].strip() else FrontMatter(span, inner, "yaml", None, ())
    if not _ANY_KEY.match(first[1]):
        return None
    from notelint.markdown.front_matter_yaml import parse  # most notes have no YAML and need not pay for its import

    root, problems = parse(content, inner)
    if root is not None and root.tag == "map":
        return FrontMatter(span, inner, "yaml", root, problems)
    if not (key := _KEY_START.match(content, first.start())):
        return None
    if root is not None:
        return _glued(span, inner, key)
    if _has_prose(content, inner):
        return _unclosed(content, start, inner, "---")
    return FrontMatter(span, inner, "yaml", None, problems)


def _glued(span: Span, inner: Span, key: re.Match[str]) -> FrontMatter | None:
    """`title:Foo` and nothing else: to YAML a text without any key, to its author front matter."""
    if key[1] not in _KNOWN_KEYS:
        return None
    message = f"A blank is missing behind `{key[1]}:`, so YAML sees no key here: write `{key[1]}: …`."
    return FrontMatter(span, inner, "yaml", None, (Problem(Span(key.start(1), key.end()), message),))


def _unclosed(content: str, start: int, inner: Span, fence: str) -> FrontMatter | None:
    """Front matter without a closing fence, up to where its lines stop looking like metadata; None for a thematic break."""
    end = inner.start
    keys: list[str] = []
    for line in _lines(content, inner):
        key = _PLAIN_KEY[fence].match(line[1])
        if not key and not (keys and _CONTINUES.match(line[1])):
            break
        keys += [key[1]] if key else []
        end = line.end(1)
    if len(keys) < 2 and not _KNOWN_KEYS.intersection(keys):
        return None
    problem = Problem(Span(start, start + 3), f"This front matter is never closed: add a line `{fence}` below its last key.")
    return FrontMatter(Span(start, end), Span(inner.start, end), _FORMAT[fence], None, (problem,))


def _toml(content: str, start: int, span: Span | None, inner: Span, first: re.Match[str] | None) -> FrontMatter | None:
    """TOML between `+++` and `+++`; arguments as for YAML."""
    if span is None:
        return _unclosed(content, start, inner, "+++")
    if first is None:
        return FrontMatter(span, inner, "toml", None, ())
    if not _TOML_LINE.match(first[1]):
        return None
    from notelint.markdown.front_matter_toml import parse  # as for YAML

    return FrontMatter(span, inner, "toml", *parse(content, inner))


def _json(content: str) -> FrontMatter | None:
    """One JSON object from the first character on; `{{< … >}}`, `{% … %}`, `{: .class}` and prose are none."""
    if not _JSON_START.match(content):
        return None
    from notelint.markdown.front_matter_json import parse  # as for YAML

    root, problems, end = parse(content)
    if root is not None and not _line_rest(content, end).strip():
        return FrontMatter(Span(0, end), Span(0, end), "json", root, problems)
    closing = _JSON_CLOSING.search(content)
    if root is not None or closing is None:
        # Text goes on behind the object, or no line closes it: prose that happens to begin like JSON.
        return None
    span = Span(0, closing.end())
    return FrontMatter(span, span, "json", None, problems)


def _misplaced(content: str, start: int, *, late: bool) -> FrontMatter | None:
    """Front matter behind blank lines: only with a mapping that is metadata beyond doubt."""
    front_matter = _fenced(content, start)
    if front_matter is None or front_matter.root is None:
        return None
    keys = [entry.key for entry in entries(front_matter.root)]
    if not all(_PLAIN_NAME.fullmatch(key) for key in keys) or (len(keys) < 2 and not _KNOWN_KEYS.intersection(keys)):
        return None
    if late:
        return front_matter
    message = "Front matter must start on the first line, or platforms show it as text: delete the blank line above it."
    return front_matter._replace(problems=(Problem(Span(start, start + 3), message), *front_matter.problems))


def _has_prose(content: str, inner: Span) -> bool:
    """Whether a line behind a blank one is no YAML but text, as when the closing fence is really a thematic break far below."""
    before = "-"
    for line in _lines(content, inner):
        text = line[1]
        if text.strip() and not before.strip() and not _CONTINUES.match(text) and not _KEY_START.match(text):
            return True
        before = text
    return False


def _lines(content: str, span: Span) -> Iterator[re.Match[str]]:
    """The lines of a span: group 1 is the text, group 0 the line with its end."""
    return (line for line in _LINE.finditer(content, span.start, span.end) if line[0])


def _line_rest(content: str, offset: int) -> str:
    line = _LINE.match(content, offset)
    return line[1] if line else ""


def _is_void(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")
