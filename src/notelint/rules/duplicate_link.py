"""The rule duplicate-link."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from notelint.copies import CopySettings, is_generated
from notelint.finding import Finding, Related, Severity
from notelint.note import Block, Link, Note
from notelint.rule import VaultRule
from notelint.text import Span
from notelint.vault import Vault

_KINDS = ("inline", "autolink", "bare", "html")


@dataclass(frozen=True)
class DuplicateLink(VaultRule):
    r"""A list or section names each address once.

    When two items side by side begin with the same address, one of them was probably forgotten, or its address was copied and
    never changed. In the text of a section or of one item, an address that stands twice with the same words is told. Fragments
    count: two parts of one page are two addresses. References with a label are there to be used again; they, pictures, tables,
    generated notes, and what lies within a copy that `duplicate-section` tells of are passed over.

    ```bad
    - [Argo](https://a.org/argo)
    - [Flux](https://a.org/flux)
      - [Argo](https://a.org/argo)
    - [Argo CD](⟦https://a.org/argo⟧): deploys
    ```

    ```bad
    # Tools

    [Helm](https://helm.sh/) packs applications.
    What it packs is a chart; see [Helm](⟦https://helm.sh/⟧).
    ```

    ```good
    - [etcd](https://a.org/components/#etcd)
    - [kube-scheduler](https://a.org/components/#kube-scheduler)
    - [The same folder](components.md)
    - [Again](components.md)

    # Tools

    [Helm](https://helm.sh/) packs applications, and [its charts](https://helm.sh/) hold them.
    [![Build](https://a.org/badge.svg)](https://a.org/) [![Docs](https://a.org/docs.svg)](https://a.org/)

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
    """

    name: ClassVar[str] = "duplicate-link"
    severity: ClassVar[Severity] = "advice"

    def check(self, note: Note, vault: Vault) -> Iterable[Finding]:
        """A finding for each link whose address stands in the same list or section before."""
        if is_generated(note):
            return
        first: dict[tuple[int, str, str], Link] = {}
        for link, scope, subject in _links(note):
            known = first.setdefault((scope, link.target, "" if subject else link.text.casefold()), link)
            again = known is not link and (subject or link.text.strip())
            if again and not _is_copied(note, vault, known.span.start, link.span.start):
                yield self._again(note, known, link)

    def _again(self, note: Note, first: Link, second: Link) -> Finding:
        line = note.text.position(first.span.start).line
        message = f"This address stands in line {line} already. Remove one of them, or mend the wrong one."
        related = (Related(note.path, first.target_span, "the first time"),)
        return self.finding(note, second.target_span, message, related=related)


def _links(note: Note) -> Iterator[tuple[Link, int, bool]]:
    """Links to the web, with the start of the list or block that they count in, and whether an item begins with them."""
    blocks = sorted(_own(note.blocks, -1))
    starts = [start for start, _, _ in blocks]
    pictures = [link.span.start for link in note.links if link.is_image]
    for link in note.links:
        if link.kind not in _KINDS or link.is_image or not link.target.startswith(("http://", "https://")):
            continue
        picture = bisect_right(pictures, link.span.start)
        if picture < len(pictures) and pictures[picture] < link.span.end:
            continue
        at = bisect_right(starts, link.span.start) - 1
        start, siblings, is_item = blocks[at] if at >= 0 else (-1, -1, False)
        subject = is_item and not note.text.slice(Span(starts[at], link.span.start)).strip("*_`~[( ")
        in_table = "|" in note.text.line(note.text.position(link.span.start).line)
        if subject or (link.kind == "inline" and not in_table):
            yield link, siblings if subject else start, subject


def _own(blocks: Sequence[Block], parent: int) -> Iterator[tuple[int, int, bool]]:
    """Where each block starts, where the block around it does (-1 for none), and whether it is an item."""
    for block in blocks:
        yield block.span.start, parent, block.kind == "item"
        yield from _own(block.children, block.span.start)


def _is_copied(note: Note, vault: Vault, first: int, second: int) -> bool:
    """Whether the offsets lie in two copies of one stretch: what is told of those need not be told of all their links."""
    for copy in vault.copies(CopySettings()).get(note.path, ()):
        spans = [place.span for place in (copy.stretch, *copy.others) if place.path == note.path]
        holding = [{number for number, span in enumerate(spans) if span.covers(at)} for at in (first, second)]
        if all(holding) and holding[0] != holding[1]:
            return True
    return False
