"""The rule duplicate-link."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from notelint.copies import CopySettings, is_generated
from notelint.finding import Finding, Related, Severity
from notelint.note import Block, Link, Note
from notelint.pattern import late_pattern
from notelint.rule import VaultRule, option
from notelint.text import Span
from notelint.vault import Vault

_KINDS = ("inline", "autolink", "bare", "html")
# What may stand in an item before the link that it is about: a box to tick, emphasis, brackets.
_BEFORE = late_pattern(r"(?:\[[ xX]\][ \t]+)?[*_`~\[( \t]*\Z")
# A word right behind the link: the item says something about its subject, which others may do as well.
_SENTENCE = late_pattern(r"[ \t*_~`)\]]*(?:\r?\n[ \t>]*)?[*_`~]*[^\W\d_]")
# The number or digest of a change in a forge: what stands behind it tells of one part of that.
_CHANGE = late_pattern(r"`?(?:[\w./-]*[#!][0-9]+|[0-9a-f]{7,40})`?")
# An address in a form that is to be filled in (RFC 2606 keeps example.com and its kin for this).
_STAND_IN = late_pattern(r"(?i)[${}<>]|XXX|\.\.\.|…|://(?:www\.)?example\.(?:com|net|org)/?\Z")
# More things than these at one address are its parts.
_NAMES = 2
# What stands between two items of one list.
_MARKER = late_pattern(r"[\s>]*(?:[-*+]|[0-9]{1,9}[.)])\s+(?:\[[ xX]\]\s+)?\Z")
# The source up to here behind a link tells whether a sentence follows, up to here between items whether they are of one list.
_NEAR = 80


class DuplicateLink(VaultRule):
    r"""A list names each address once.

    When two items side by side are about the same address, one of them was probably forgotten, or its address was copied and
    never changed. An item is about the address that it begins with, unless its sentence goes on behind the link. Paragraphs in
    a row that are nothing but a link are a list too, if the words of the links are the same.

    In sections of running text the same words may lead to the same address again and again; who wants to hear of that sets
    `in-sections`.

    Fragments count: two parts of one page are two addresses; and three things of different names that live at one address
    are meant to. Running text may link a term as often as it likes. References with a label are there to be used again; they,
    pictures, tables, generated notes, forms with stand-ins, and what lies within a copy that `duplicate-section` tells of are
    passed over.

    ```bad
    - [Argo](https://a.org/argo)
    - [Flux](https://a.org/flux)
      - [Argo](https://a.org/argo)
    - [Argo CD](⟦https://a.org/argo⟧): deploys
    ```

    ```bad
    # Talks

    [Europe](https://a.org/talks?v=1)

    [America](https://a.org/talks?v=2)

    [Europe](⟦https://a.org/talks?v=1⟧)

    Recorded in spring:

    - [ ] [Asia](https://a.org/talks?v=3)
    - [x] **[Africa](⟦https://a.org/talks?v=3⟧)** (twice)
    ```

    Two lines that tell of one change are not the same, but a change that is only named is:

    ```bad
    - [#18](https://a.org/pull/18)
    - [#18](⟦https://a.org/pull/18⟧)
    - [#19](https://a.org/pull/19): A bug is fixed
    - [#19](https://a.org/pull/19): Passing it is no longer allowed
    ```

    ```good
    - [etcd](https://a.org/components/#etcd)
    - [kube-scheduler](https://a.org/components/#kube-scheduler)
    - [The same folder](components.md)
    - [Again](components.md)

    # Tools

    [Helm](https://helm.sh/) packs applications, and [its charts](https://helm.sh/) hold them.
    What it packs is a chart; see [Helm](https://helm.sh/),
    [Helm](https://helm.sh/)
    and again [Helm](https://helm.sh/).

    [Helm](https://helm.sh/)

    [A chart](https://helm.sh/ "This one has a title")

    First install it, then look at its page:

    [Helm](https://helm.sh/)

    - [Charts](https://helm.sh/charts)

    What is planned?

    - [More charts](https://helm.sh/charts)

    [![Build](https://a.org/badge.svg)](https://a.org/) [![Docs](https://a.org/docs.svg)](https://a.org/)

    ## Changes

    - [Collector](https://a.org/collector) now supports pods
    - [Collector](https://a.org/collector) had six contributors
    - [#535](https://a.org/535) **A bug is fixed**
    - [#535](https://a.org/535) **Passing it** is no longer allowed
    - [#17](https://a.org/pull/17) [`c37187a`](https://a.org/commit/c37187a) - Ways to pay
    - [#17](https://a.org/pull/17) [`2e68e05`](https://a.org/commit/2e68e05) - Ways to send
    - [Leads](https://a.org/leads)
      must not approve
    - [Leads](https://a.org/leads)
      can approve

    ## One plugin

    - [Links](https://a.org/plugin)
    - [Tags](https://a.org/plugin)
    - [Backlinks](https://a.org/plugin)

    ## A form

    - [$name](https://a.org/$id)
    - [$name](https://a.org/$id)
    - [Person 1](https://example.com)
    - [Person 1](https://example.com)

    ## More tools

    - [Argo](https://a.org/argo), like [Helm](https://helm.sh/)
      - by [Ada](https://example.org/ada)
    - by [Ada](https://example.org/ada), for [Helm](https://helm.sh/)
    - [Helm][]
    - [Helm][] charts of [Helm][]

    | tool | made by |
    |---|---|
    | a | [CNCF](https://www.cncf.io/) |
    | b | [CNCF](https://www.cncf.io/) |

    [Helm]: https://helm.sh/
    ```

    ```bad in-sections = true
    [Helm](https://helm.sh/) packs applications; [it](https://helm.sh/) is old. See [Helm](⟦https://helm.sh/⟧).

    # Later

    [Helm](https://helm.sh/) again.
    ```
    """

    name: ClassVar[str] = "duplicate-link"
    severity: ClassVar[Severity] = "advice"
    at_once: ClassVar[bool] = True
    in_sections: bool = option("Report the same words with the same address twice in one section, too.", False)  # noqa: FBT003  (value of the option)

    def check(self, note: Note, vault: Vault) -> Iterable[Finding]:
        """A finding for each entry whose address an entry of the same list has before."""
        found = [] if is_generated(note) else list(self._in_lists(note, vault))
        yield from found
        if self.in_sections and not is_generated(note):
            told = {finding.span for finding in found}
            yield from (one for one in self._in_sections(note, vault) if one.span not in told)

    def _in_sections(self, note: Note, vault: Vault) -> Iterator[Finding]:
        starts = [heading.span.start for heading in note.headings]
        first: dict[tuple[int, str, str], Link] = {}
        for link in note.links:
            if link.kind == "inline" and not link.is_image and link.target.startswith(("http://", "https://")):
                section = bisect_right(starts, link.span.start)
                known = first.setdefault((section, link.target, " ".join(link.text.casefold().split())), link)
                if known is not link and not _is_copied(note, vault, known.span.start, link.span.start):
                    yield self._again(note, known, link)

    def _in_lists(self, note: Note, vault: Vault) -> Iterator[Finding]:
        groups: dict[tuple[int, int, str], list[Link]] = defaultdict(list)
        for link, start, names in _entries(note):
            groups[start, names, link.target].append(link)
        for (_, names, _), (first, *again) in groups.items():
            found = {" ".join(link.text.casefold().split()) for link in (first, *again)}
            for link in again if len(found) <= names else ():
                if not _is_copied(note, vault, first.span.start, link.span.start):
                    yield self._again(note, first, link)

    def _again(self, note: Note, first: Link, second: Link) -> Finding:
        line = note.text.position(first.span.start).line
        message = f"This address stands in line {line} already. Remove one of them, or mend the wrong one."
        related = (Related(note.path, first.target_span, "the first time"),)
        return self.finding(note, second.target_span, message, related=related)


def _entries(note: Note) -> Iterator[tuple[Link, int, int]]:
    """The links to the web that an item or a paragraph is about, with the start of the list and how many names one may have."""
    items = sorted(_items(note, note.blocks))
    starts = [start for start, _ in items]
    pictures = [link.span.start for link in note.links if link.is_image]
    row = Span(-1, -1)
    for link in note.links:
        if link.kind not in _KINDS or link.is_image or not link.target.startswith(("http://", "https://")):
            continue
        picture = bisect_right(pictures, link.span.start)
        if _STAND_IN.search(link.target) or (picture < len(pictures) and pictures[picture] < link.span.end):
            continue
        at = bisect_right(starts, link.span.start) - 1
        if at >= 0 and _is_subject(note, starts[at], link):
            yield link, items[at][1], _NAMES
        elif _is_alone(note, link):
            goes_on = row.end >= 0 and not note.text.slice(Span(row.end, link.span.start)).strip(" \t\r\n>*_~")
            row = Span(row.start if goes_on else link.span.start, link.span.end)
            yield link, row.start, 1


def _is_subject(note: Note, start: int, link: Link) -> bool:
    """Whether an item begins with this link, and no sentence goes on behind it."""
    if link.span.start - start > _NEAR or not _BEFORE.match(note.text.slice(Span(start, link.span.start))):
        return False
    if _CHANGE.fullmatch(link.text):
        return not note.text.content[link.span.end : link.span.end + _NEAR].partition("\n")[0].strip(" \t\r*_~)]")
    return not _SENTENCE.match(note.text.content[link.span.end : link.span.end + _NEAR])


def _is_alone(note: Note, link: Link) -> bool:
    """Whether a paragraph has nothing but this link."""
    number = note.text.position(link.span.start).line
    above, line, below = (note.text.line(at).strip(" \t>*_~") if at else "" for at in (number - 1, number, number + 1))
    return line == note.text.slice(link.span) and (not above or above.startswith("#")) and not below


def _items(note: Note, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Where each item starts, and where the first item of its list does."""
    end = first = -1
    for block in blocks:
        start = block.span.start
        yield from _items(note, block.children)
        if block.kind == "item":
            goes_on = end >= 0 and start - end <= _NEAR and _MARKER.match(note.text.slice(Span(end, start)))
            end, first = block.span.end, (first if goes_on else start)
            yield start, first


def _is_copied(note: Note, vault: Vault, first: int, second: int) -> bool:
    """Whether the offsets lie in two copies of one stretch: what is told of those need not be told of all their links."""
    for copy in vault.copies(CopySettings()).get(note.path, ()):
        spans = [place.span for place in (copy.stretch, *copy.others) if place.path == note.path]
        holding = [{number for number, span in enumerate(spans) if span.covers(at)} for at in (first, second)]
        if all(holding) and holding[0] != holding[1]:
            return True
    return False
