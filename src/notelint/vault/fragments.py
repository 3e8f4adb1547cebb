"""Links with a fragment into a note, and what names could have been meant."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from notelint.finding import Edit, Fix, Safety
from notelint.markdown.heading_ids import fragment_key, special
from notelint.nearest import Names
from notelint.note import Heading, Link, Note
from notelint.pattern import late_pattern
from notelint.text import Span
from notelint.vault import Named, Vault

# Footnotes of GitHub and Python-Markdown and kramdown: `fn-1`, `fnref-1-2`, `fn:1`, `fnref:1`.
_FOOTNOTE = late_pattern(r"(?:user-content-)?fn(?:ref)?[-:](.+?)")
# Made by scripts and themes: paths of one-page sites (`#/page`, `#!page`), Material's tabs (`__tabbed_1_1`), DocFX's (`tab/x`).
_MADE_BY_SCRIPTS = ("/", "!", "__", "tab/")
# In CommonMark 0.31.2, section 6.3, these end or change a link target; in HTML they end an attribute.
_UNWRITABLE = late_pattern(r"[\s<>()\[\]\\\"'`%&|#]")

# Blanks, tags and the marks of a quotation: what stands between two places that readers see as one.
_NOTHING = late_pattern(r"(?:\s|<[^<>]*>|>)*")
# More of that than this many characters is not looked through: a page full of tags would take for ever.
_FAR = 2000


class FragmentLink(NamedTuple):
    """A link that names a place in a note: the link, the path of that note, and the fragment, decoded."""

    link: Link
    path: str
    fragment: str


def fragment_links(note: Note, vault: Vault) -> Iterator[FragmentLink]:
    """The links of a note that name a place in it or in another note, each once.

    Left out are references (their definition is one of them), definitions of a label that was defined before, wikilinks,
    pictures, and fragments that no heading or anchor in the source of a note could answer: of footnotes and of scripts.
    """
    for link in in_force(note):
        if "#" not in link.target or link.is_image or link.kind in ("reference", "wiki", "embed", "image"):
            continue
        resolution = vault.resolve(link, note)
        if resolution.kind != "note" or not resolution.fragment:
            continue
        if not _is_elsewhere(resolution.fragment, resolution.path, vault):
            yield FragmentLink(link, resolution.path, resolution.fragment)


def in_force(note: Note) -> Iterator[Link]:
    """The links of a note without definitions of a label that was defined before, which Markdown passes over."""
    labels: set[str] = set()
    for link in note.links:
        if link.kind == "definition":
            label = " ".join(link.label.casefold().split())
            if label in labels:
                continue
            labels.add(label)
        yield link


def find(fragment: str, path: str, platform: str, vault: Vault) -> Named | bool:
    """What a fragment names in a note on a platform; True when it leads somewhere by itself, False when nowhere."""
    named = vault.names(path, platform).get(fragment_key(fragment, platform))
    return named or leads(fragment, path, platform, vault)


def leads(fragment: str, path: str, platform: str, vault: Vault) -> bool:
    """Whether a fragment names anything in a note on a platform, or leads somewhere by itself."""
    names = vault.name_keys(path, platform)
    key = fragment_key(fragment, platform)
    if key in names:
        return True
    if platform == "obsidian" and "#" in key:
        return all(part in names for part in key.split("#") if part)
    return special(fragment, platform)


def is_role(note: Note, link: Link) -> bool:
    """Whether a link is a MyST role, {ref}`label` or {doc}`page`, and so may lead to pages in other languages than Markdown."""
    return note.text.content[link.span.start : link.span.start + 1] == "{"


class Meant:
    """What links into one note could have meant, on one platform; made ready once for many links."""

    def __init__(self, target: Note, names: Mapping[str, Named]) -> None:
        self._target = target
        self._names = names
        self._nearest = Names(names)

    def other_case(self, fragment: str) -> Named | None:
        """What is named by this fragment but for upper and lower case."""
        return self._folded.get(fragment.lower())

    def by_title(self, text: str) -> Named | None:
        """The first heading of this title, whatever its case."""
        return self._titled.get(_plain(text))

    def by_spelling(self, fragment: str) -> Named | None:
        """What is spelt most like this fragment."""
        key = self._nearest.nearest(fragment)
        return self._names[key] if key else None

    def by_attribute(self, fragment: str) -> Named | None:
        """The heading that has `{#fragment}` in it."""
        return self._attributed.get(fragment)

    @cached_property
    def _folded(self) -> Mapping[str, Named]:
        return _firsts((key.lower(), named) for key, named in self._names.items())

    @cached_property
    def _titled(self) -> Mapping[str, Named]:
        pairs = ((named.source, named) for named in self._names.values())
        titled = ((_plain(source.title), named) for source, named in pairs if isinstance(source, Heading))
        return _firsts((title, named) for title, named in titled if title)

    @cached_property
    def _attributed(self) -> Mapping[str, Named]:
        anchors = [anchor for anchor in self._target.anchors if anchor.kind == "attribute"]
        headings = sorted(
            (named for named in self._names.values() if isinstance(named.source, Heading)), key=lambda named: named.span
        )
        attributed = []
        for anchor in anchors:
            before = bisect_right(headings, anchor.span.start, key=lambda named: named.span.start) - 1
            if before >= 0 and headings[before].span.covers(anchor.span.start):
                attributed.append((anchor.name, headings[before]))
        return _firsts(attributed)


def _firsts(pairs: Iterable[tuple[str, Named]]) -> Mapping[str, Named]:
    firsts: dict[str, Named] = {}
    for key, named in pairs:
        firsts.setdefault(key, named)
    return firsts


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def renamed(note: Note, link: Link, name: str, safety: Safety) -> Fix | None:
    """The fix that puts another name in a link's fragment, if the fragment stands there as it is read."""
    span = _fragment_span(note, link)
    if span is None:
        return None
    escaped = "%" in note.text.slice(span)
    return Fix(safety, f"link to `#{name}`", (Edit(span, as_fragment(name, escaped)),))


def same_place(note: Note, first: Span, second: Span) -> bool:
    """Whether nothing visible stands between two spans, in either order."""
    start, end = min(first.end, second.end), max(first.start, second.start)
    return end - start <= _FAR and _NOTHING.fullmatch(note.text.content, start, max(start, end)) is not None


def at_heading(note: Note, anchor: Span, heading: Heading) -> bool:
    """Whether an anchor stands in a heading or right above or below it."""
    return heading.span.start <= anchor.start < heading.span.end or same_place(note, anchor, heading.span)


def _fragment_span(note: Note, link: Link) -> Span | None:
    written = note.text.slice(link.target_span)
    end = link.target_span.end - (written.startswith("<") and written.endswith(">"))
    fragment = link.target.partition("#")[2]
    span = Span(end - len(fragment), end)
    return span if note.text.slice(span) == fragment and note.text.content[span.start - 1] == "#" else None


def as_fragment(name: str, escaped: bool) -> str:
    """A name as it is written behind a `#`: with all that is not ASCII escaped, or only what cannot stand there."""
    from urllib.parse import quote

    return quote(name) if escaped else _UNWRITABLE.sub(lambda match: quote(match[0]), name)


def _is_elsewhere(fragment: str, path: str, vault: Vault) -> bool:
    if fragment.startswith(_MADE_BY_SCRIPTS):
        return True
    match = _FOOTNOTE.fullmatch(fragment)
    if match is None:
        return False
    labels = {footnote.label.casefold() for footnote in vault.notes[path].footnotes}
    # A second reference to a footnote is numbered: `fnref-1-2`.
    return match[1].casefold() in labels or match[1].rpartition("-")[0].casefold() in labels
