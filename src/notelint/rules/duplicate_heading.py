"""The rule duplicate-heading."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from notelint.finding import Finding, Related, Severity
from notelint.note import Block, Heading, Note
from notelint.pattern import late_pattern
from notelint.rule import NoteRule

# A title that a template fills in.
_FILLED_IN = late_pattern(r"\{[{%]|\$\{")
# Lines that begin or end a part of a page which stands for itself: a component of MDX, a tab, what is folded away.
_WRAPPER = late_pattern(
    r"(?m)^ {0,3}(?:<(?P<end>/?)(?:[A-Z][\w.]*|details)(?:\s[^<>\n]*)?(?<!/)>|\{%-?\s*(?P<endtab>end)?tab\b[^\n]*%\})[ \t]*\r?$"
)


class DuplicateHeading(NoteRule):
    r"""Sections side by side have different headings.

    Two sections of one name below the same heading are often two halves of one, and a link to their name reaches only the
    first. Below different headings the same name is fine, as in a list of changes, and so it is in different tabs or components
    of a page, of which a reader sees one. Case and blanks make no difference.

    ```bad
    # Tools

    ## Editors

    Vim.

    ## Shells

    Fish.

    ## ⟦editors⟧

    Emacs.
    ```

    ```bad
    # Routes

    ## Examples

    <Hint>Short.</Hint>

    <Tabs>

    ## ⟦Examples⟧

    ### Inside

    ### ⟦Inside⟧

    </Tabs>
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

    # {{ title }}

    # {{ title }}

    # Routes

    <AppOnly>

    ## Examples

    For the new router.

    </AppOnly>

    <PagesOnly only="pages">

    ## Examples

    For the old one.

    </PagesOnly>

    ## Added by others

    - Words.
    ```
    """

    name: ClassVar[str] = "duplicate-heading"
    severity: ClassVar[Severity] = "advice"

    def check(self, note: Note) -> Iterable[Finding]:
        """A finding for each heading that has the text of an earlier one beside it."""
        headings = {heading.span.start: heading for heading in note.headings}
        wrappers = _wrappers(note.text.content) if len(headings) > 1 else []
        for sections in _sections(note.blocks):
            first: dict[tuple[int, str], Heading] = {}
            for heading in (headings[section.span.start] for section in sections if section.span.start in headings):
                text = " ".join(heading.title.casefold().split())
                around = wrappers[bisect_right(wrappers, (heading.span.start, 0)) - 1][1] if wrappers else 0
                known = first.get((0, text)) or first.setdefault((around, text), heading)
                if text and known is not heading and not _FILLED_IN.search(text):
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


def _wrappers(content: str) -> list[tuple[int, int]]:
    """Where the part of a page changes, and where the innermost part from there on begins, 0 outside of all."""
    around = [0]
    found = []
    for line in _WRAPPER.finditer(content):
        if not (line["end"] or line["endtab"]):
            around.append(line.start() + 1)
        elif len(around) > 1:
            around.pop()
        found.append((line.start(), around[-1]))
    return [(-1, 0), *found] if found else []


def _sections(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The sections side by side, for each heading that has some below it, and at the top."""
    sections = [block for block in blocks if block.kind == "section"]
    if sections:
        yield sections
    for section in sections:
        yield from _sections(section.children)
