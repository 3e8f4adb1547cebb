"""What a fetched page holds: names for fragments, title, visible text, and signs of how it came to be.

The page is read as a stream of tokens, never as a tree: no depth of nesting costs anything, and what stands in `<template>`
can be told apart, which a tree of turbohtml's does not do. Scripts are never run.
"""

from typing import TYPE_CHECKING, NamedTuple

from notelint.pattern import late_pattern
from notelint.web.page.charset import decode

if TYPE_CHECKING:
    from turbohtml import Token

# A page of 2 MiB has some 150,000; one made of nothing but tags would keep a core busy for seconds.
_MOST_TOKENS = 300_000

# Elements whose text flows within a line (HTML Standard, "Phrasing content"); all others set it apart.
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_SILENT = frozenset({"script", "style", "noscript", "template", "title", "iframe", "object", "svg"})
# Elements in which programs that run in the browser put the page: React, Vue, Next, Nuxt, Gatsby, Svelte, Quasar, Angular,
# Ember.
_MOUNTS = frozenset(
    {"root", "app", "__next", "__nuxt", "___gatsby", "svelte", "q-app", "app-root", "ember-app", "react-root", "main-app"}
)
_URL = late_pattern(r"(?i)url\s{0,9}=\s{0,9}[\"']?")
# Elements without visible text that are followed into one another; without a limit each tag would look through all open ones.
_DEEPEST = 20
# What says more than so many words is no short page, whoever asks.
_MOST_COUNTED = 200
# A page sends its reader on when it does so before anybody could have read it.
_AT_ONCE = 3


class Page(NamedTuple):
    """What a page holds. `shown` is the text that it shows, blanks and all, and `words` the number of its words, of which no
    more than 201 are counted; `scripts` is what it has of script, with their sources.

    `names` are the ids of its elements, but for those in `<template>`, and the names of `<a>`. `canonical` is the address that
    it gives as its own, `refresh` the one that it sends its readers on to at once; both as written, or empty. `is_cut` says
    that the page went on behind what was read.
    """

    names: frozenset[str] = frozenset()
    title: str = ""
    heading: str = ""
    shown: str = ""
    words: int = 0
    scripts: str = ""
    noscript: str = ""
    canonical: str = ""
    refresh: str = ""
    has_password: bool = False
    is_cut: bool = False

    @property
    def text(self) -> str:
        """What it shows, with single blanks; made anew for each who asks, since few do."""
        return " ".join(self.shown.split())

    @property
    def is_script_built(self) -> bool:
        """Whether what was fetched is an empty frame that scripts fill in the browser."""
        if not self.scripts or self.words >= 60:
            return False
        return bool(self.names & _MOUNTS) or "javascript" in self.noscript.lower() or self.words < 5


def read_page(body: bytes, content_type: str, *, is_cut: bool = False) -> Page:
    """The page in a body of HTML."""
    reader = _Reader()
    complete = reader.read(decode(body, content_type))
    return reader.page(is_cut=is_cut or not complete)


class _Reader:
    """Gathers what a page holds from its tokens."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._text: list[str] = []
        self._kept: dict[str, list[str]] = {"title": [], "h1": [], "script": [], "noscript": []}
        self._meta: dict[str, str] = {}
        self._silent: list[str] = []
        self._heading = 0
        self._has_password = False

    def read(self, text: str) -> bool:
        """Take in a text; whether that was all of it."""
        from turbohtml import TokenType, tokenize  # a sixth of a second, and only for runs that read pages

        words, start, end = TokenType.TEXT, TokenType.START_TAG, TokenType.END_TAG
        for number, token in enumerate(tokenize(text)):
            if number >= _MOST_TOKENS:
                return False
            kind = token.type
            if kind is words:
                self._say(token.data or "")
            elif kind is start:
                self._open(token)
            elif kind is end:
                self._close(token.tag or "")
        return True

    def page(self, *, is_cut: bool) -> Page:
        """What was gathered."""
        shown = "".join(self._text)
        return Page(
            names=frozenset(self._names),
            title=self._said("title"),
            heading=self._said("h1"),
            shown=shown,
            words=len(shown.split(None, _MOST_COUNTED)),
            scripts="\n".join(self._kept["script"]),
            noscript=self._said("noscript"),
            canonical=self._meta.get("canonical", ""),
            refresh=self._meta.get("refresh", ""),
            has_password=self._has_password,
            is_cut=is_cut,
        )

    def _said(self, name: str) -> str:
        return " ".join("".join(self._kept[name]).split())

    def _say(self, text: str) -> None:
        inside = self._silent[-1] if self._silent else ""
        if not inside:
            self._text.append(text)
            if self._heading == 1:
                self._kept["h1"].append(text)
        elif inside == "script" or (
            inside in self._kept and len(self._silent) == 1 and not (inside == "title" and self._kept[inside])
        ):
            # Titles also stand in drawings, and only the first one is the page's.
            self._kept[inside].append(text)

    def _open(self, token: "Token") -> None:
        tag = token.tag or ""
        if "template" not in self._silent:
            self._element(tag, dict(token.attrs or ()))
        if tag not in _INLINE:
            self._text.append(" ")
        if tag in _SILENT and len(self._silent) < _DEEPEST and not (token.self_closing and tag == "svg"):
            self._silent.append(tag)
        # Only the first heading of the first rank counts: 1 within it, 2 behind it.
        self._heading += tag == "h1" and self._heading < 2

    def _close(self, tag: str) -> None:
        if tag not in _INLINE:
            self._text.append(" ")
        if tag == "h1" and self._heading == 1:
            self._heading = 2
        if tag in self._silent:
            del self._silent[len(self._silent) - 1 - self._silent[::-1].index(tag) :]

    def _element(self, tag: str, attributes: dict[str, str]) -> None:
        if name := attributes.get("id"):
            self._names.add(name)
        if tag == "a" and (name := attributes.get("name")):
            self._names.add(name)
        elif tag == "script":
            self._kept["script"].append(attributes.get("src", ""))
        elif tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
            self._refresh(attributes.get("content", ""))
        elif tag == "link" and "canonical" in attributes.get("rel", "").lower().split():
            self._meta.setdefault("canonical", attributes.get("href", ""))
        elif tag == "input" and attributes.get("type", "").lower() == "password":
            self._has_password = True

    def _refresh(self, content: str) -> None:
        seconds, _, rest = content.replace(",", ";", 1).partition(";")
        whole = seconds.strip().partition(".")[0]
        if whole.isdecimal() and len(whole) < 5 and int(whole) <= _AT_ONCE and rest.strip():
            target = _URL.sub("", rest.strip(), count=1) if _URL.match(rest.strip()) else rest
            self._meta.setdefault("refresh", target.strip().strip("\"'"))
