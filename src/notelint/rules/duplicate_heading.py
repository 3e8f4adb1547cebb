"""The rule duplicate-heading."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from notelint.finding import Finding, Related, Severity
from notelint.note import Block, Heading, Note
from notelint.rule import NoteRule


@dataclass(frozen=True)
class DuplicateHeading(NoteRule):
    r"""Sections side by side have different headings.

    Two sections of one name below the same heading are often two halves of one, and a link to their name reaches only the
    first. Below different headings the same name is fine, as in a list of changes. Case and blanks make no difference.

    ```bad
    # Tools

    ## Editors

    Vim.

    ## Shells

    Fish.

    ## ⟦editors⟧

    Emacs.
    ```

    ```good
    # 1.1

    ## Added

    - Sound.

    # 1.0

    ## Added

    - Pictures.

    ### Added

    Below itself.

    ## Added by others

    - Words.
    ```
    """

    name: ClassVar[str] = "duplicate-heading"
    severity: ClassVar[Severity] = "advice"

    def check(self, note: Note) -> Iterable[Finding]:
        """A finding for each heading that has the text of an earlier one beside it."""
        headings = {heading.span.start: heading for heading in note.headings}
        for sections in _sections(note.blocks):
            first: dict[str, Heading] = {}
            for heading in (headings[section.span.start] for section in sections if section.span.start in headings):
                text = " ".join(heading.title.casefold().split())
                known = first.setdefault(text, heading)
                if text and known is not heading:
                    yield self._again(note, known, heading)

    def _again(self, note: Note, first: Heading, second: Heading) -> Finding:
        line = note.text.position(first.span.start).line
        title = " ".join(second.title.split())
        message = (
            f"`{title}` is the heading in line {line} already, beside this one. Bring the sections together, or rename one."
        )
        return self.finding(
            note, second.content_span, message, related=(Related(note.path, first.content_span, "the first of this name"),)
        )


def _sections(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The sections side by side, for each heading that has some below it, and at the top."""
    sections = [block for block in blocks if block.kind == "section"]
    if sections:
        yield sections
    for section in sections:
        yield from _sections(section.children)
