"""The rule link-without-target."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from notelint.finding import Edit, Finding, Fix, Related, Severity
from notelint.note import Block, Bracket, Link, Note
from notelint.rule import VaultRule, option
from notelint.text import Span
from notelint.vault import Vault
from notelint.web.bracket_faults import bracket_fault, defined_in_vain
from notelint.web.definitions import folded

_WORD = re.compile(r"[^\W\d_]{2}")
# Usage (`[-h]`, `[A|B]`), placeholders (`[<name>]`, `[your name]`), citations and mentions (`[@doe]`), admonitions (`[!NOTE]`).
_NO_LABEL = re.compile(r"(?i)[-!@#$<{^&+=/]|.*[|<>{}=;\n]|.*\.\.\.|your\b|insert\b|todo\b|tbd\b|link\b|.*:\Z")
# What editors and authors put in brackets for its own sake.
_REMARKS = frozenset(
    [
        "citation-needed",
        "deleted",
        "deprecated",
        "draft",
        "edit",
        "edited",
        "emphasis",
        "needed",
        "new",
        "note",
        "notes",
        "obsolete",
        "ongoing",
        "optional",
        "redacted",
        "removed",
        "required",
        "sic",
        "solved",
        "tentative",
        "unreleased",
        "update",
        "updated",
        "verbal",
        "wip",
    ]
)
_BEHIND = re.compile(r"[\w({\[]|-\w|:[ \t]*\S|[ \t]*[-\u2013\u2014:|>]+[ \t]*!?\[")


@dataclass(frozen=True)
class LinkWithoutTarget(VaultRule):
    r"""Text in brackets that was to be a link has a target.

    Markdown shows brackets without a target as they are, so a link whose target was forgotten looks like a typing mistake.
    Brackets mean many other things too, so only those are reported that begin a list item among items that begin with links, or
    whose text is a link elsewhere: in the same note, or (several words, or the name of a file) at least twice in the vault.
    `allow` lists texts that may stand in brackets.

    ```bad
    - [Hyperkit (OSX)](https://github.com/moby/hyperkit) OSX is Unix.
    - ⟦[WSL 2 (Windows)]⟧
    - **⟦[Datakit]⟧**: data
    - [VPNkit](https://github.com/moby/vpnkit)
    - [Rancher](https://rancher.com/)
    ```

    ```bad
    [minikube](https://minikube.sigs.k8s.io) runs one node.

    ⟦[Minikube]⟧ Drop in [replacement](https://example.com/).
    ```

    ```good
    [minikube](https://minikube.sigs.k8s.io) runs one node.

    [Minikube](https://minikube.sigs.k8s.io) Drop in [replacement](https://example.com/).
    ```

    ```bad
    -- a.md --
    Look it up in the ⟦[style guide]⟧, or in [maintainers].
    -- b.md --
    [style guide](https://a.org/style) and [Style Guide](https://b.org/style), [maintainers](https://a.org/who)
    ```

    ```good allow = ["Minikube"]
    [minikube](https://minikube.sigs.k8s.io) and [Minikube]
    ```

    Task boxes, footnotes, remarks, citations, name tags, admonitions, usage, keys, dates, releases, scopes:

    ```good
    # [Unreleased] [alice](https://a.org/alice)

    > [!NOTE]
    > As she said, "it [the parser] never [sic] fails [...] at all" [1] [@doe 2020]. Press [Ctrl] + [C]. `[alice]`

    1. [ ] [Alice](https://a.org/alice)
    2. [x] [Bob](https://a.org/bob)
    3. [x] Carol [2024-05-01][^1]

    - [web] fix the colours
    - [api] [#12](https://a.org/12) fix the answer
    - [api] [#13](https://a.org/13) fix the question

    Usage: tool [OPTIONS] [-h] [--alice] [FILE|DIR] [<name>] list[alice]

    - [Alice] asked, and [KubeCon] - [a talk](https://a.org/talk)
    - [Alice] asked again
    - [Bob] answered
    - [Alice] agreed
    - [Alice] left

    [^1]: [Alice Smith]: said so.
    ```

    What stands there as an undefined or malformed link belongs to those rules:

    ```good
    - [one](https://a.org/1)
    - [two](https://a.org/2)
    - [three] (https://a.org/3)
    - [four][nope]
    ```
    """

    name: ClassVar[str] = "link-without-target"
    severity: ClassVar[Severity] = "warning"
    allow: tuple[str, ...] = option("Texts that may stand in brackets without being a link.", ())

    def check(self, note: Note, vault: Vault) -> Iterable[Finding]:
        """A finding for each pair of brackets that its neighbours, or a link of the same text, show to be a link."""
        candidates = [bracket for bracket in note.brackets if self._may_be_link(bracket, note)]
        if not candidates:
            return
        lists = _Lists(note)
        linked = _links_by_text([note])
        counts = Counter(_plain(bracket.text) for bracket in note.brackets)
        for bracket in candidates:
            label = _plain(bracket.text)
            if lists.is_tag(bracket):
                continue
            if label in linked and (counts[label] <= 3 or _is_name(label)):
                yield self._linked_elsewhere(bracket, note, linked[label])
            elif lists.surround(bracket) or (_is_telling(label) and _texts(vault)[label] > 1):
                yield self.finding(note, bracket.span, f"{_says(bracket)} Add `(target)` behind it, or write `\\[`.")

    def _may_be_link(self, bracket: Bracket, note: Note) -> bool:
        label = _plain(bracket.text)
        if bracket.kind != "shortcut" or not _WORD.search(label) or _NO_LABEL.match(label):
            return False
        if label.replace(" ", "-") in _REMARKS or bracket.text in self.allow:
            return False
        content, span = note.text.content, bracket.span
        if content[span.start - 1 : span.start].isalnum() or _BEHIND.match(content, span.end):
            return False
        return (
            not _inside(span, note)
            and bracket_fault(bracket, note) is None
            and folded(bracket.text) not in defined_in_vain(note)
        )

    def _linked_elsewhere(self, bracket: Bracket, note: Note, links: Sequence[Link]) -> Finding:
        """A finding that names where the same text is a link."""
        line = note.text.position(links[0].span.start).line
        targets = {link.target for link in links}
        edit = Edit(Span(bracket.span.end, bracket.span.end), f"({links[0].target})")
        sure = len(targets) == 1 and not re.search(r"[\s()<>]", links[0].target)
        fix = Fix("unsafe", f"link to `{links[0].target}` as in line {line}", (edit,)) if sure else None
        message = f"{_says(bracket)} The same text is a link in line {line}; add its target, or write `\\[`."
        return self.finding(
            note, bracket.span, message, fix=fix, related=(Related(note.path, links[0].span, "the same text as a link"),)
        )


def _says(bracket: Bracket) -> str:
    return f"`[{bracket.text}]` looks like a link, but has neither target nor definition, so its brackets are shown."


def _plain(text: str) -> str:
    """A text as readers compare it: without marks of emphasis and code, without case, blanks as one."""
    return " ".join(re.sub(r"[*`\\]", "", text).casefold().split())


def _is_name(label: str) -> bool:
    """Whether a label is the name of a file or a repository."""
    return re.search(r"\w[._/-]\w", label) is not None


def _is_telling(label: str) -> bool:
    """Whether a label is more than one common word, so that a link of the same text in another note is no accident."""
    return " " in label or _is_name(label)


def _inside(span: Span, note: Note) -> bool:
    """Whether brackets stand in a heading, or around a link."""
    if any(heading.span.start <= span.start < heading.span.end for heading in note.headings):
        return True
    return any(span.start <= link.span.start < span.end for link in note.links)


class _Lists:
    """The lists of a note, and which of their items begin with a link."""

    def __init__(self, note: Note) -> None:
        self._content = note.text.content
        self._lists = list(_lists(note.blocks))
        self._brackets = [bracket.span.start for bracket in note.brackets if _WORD.search(bracket.text)]
        self._starts = [link.span.start for link in note.links if _WORD.search(link.text)]

    def surround(self, bracket: Bracket) -> bool:
        """Whether brackets begin an item, at least two others of its list begin with a link, and a third of them do."""
        others = [item for item in self._around(bracket) if not item.span.covers(bracket.span.start)]
        linked = sum(self._is_begun(item, self._starts) for item in others)
        return linked >= 2 and linked * 3 >= len(others)

    def is_tag(self, bracket: Bracket) -> bool:
        """Whether brackets begin many items of a list and links do not: names in minutes, scopes of changes."""
        items = self._around(bracket)
        tagged = sum(self._is_begun(item, self._brackets) for item in items)
        return tagged > 2 and tagged > sum(self._is_begun(item, self._starts) for item in items)

    def _around(self, bracket: Bracket) -> list[Block]:
        """The items of the list in which these brackets begin one."""
        return next((items for items in self._lists if any(self._begins(item, bracket.span.start) for item in items)), [])

    def _is_begun(self, item: Block, starts: Sequence[int]) -> bool:
        """Whether an item begins with one of the things that start at these offsets, which are sorted."""
        first = bisect_left(starts, item.span.start)
        return first < len(starts) and self._begins(item, starts[first])

    def _begins(self, item: Block, start: int) -> bool:
        """Whether nothing but marks of emphasis stands between the beginning of an item and this offset."""
        return item.span.covers(start) and not self._content[item.span.start : start].strip("*_~`! ")


def _lists(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The items of each list."""
    items = [block for block in blocks if block.kind == "item"]
    if items:
        yield items
    for block in blocks:
        yield from _lists(block.children)


def _links_by_text(notes: Iterable[Note]) -> Mapping[str, list[Link]]:
    """The links of notes by their text."""
    found: dict[str, list[Link]] = {}
    for note in notes:
        for link in note.links:
            if link.text and link.target and link.kind in ("inline", "reference"):
                found.setdefault(_plain(link.text), []).append(link)
    return found


@lru_cache(maxsize=1)  # the vault is read-only; without this, each note with a candidate would look at all links again
def _texts(vault: Vault) -> Counter[str]:
    """How many links of the vault have each text."""
    return Counter({text: len(links) for text, links in _links_by_text(vault.notes.values()).items()})
