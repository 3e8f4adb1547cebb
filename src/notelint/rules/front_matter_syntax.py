"""front-matter-syntax: front matter can be read."""

from collections.abc import Iterable
from typing import ClassVar

from notelint.finding import Edit, Finding, Fix, Severity
from notelint.note import FrontMatter, Note
from notelint.pattern import late_pattern
from notelint.rule import NoteRule
from notelint.text import Span

# Liquid, Jinja and Go templates, and Obsidian's Templater: what they leave behind is not known here.
_TEMPLATE = late_pattern(r"\{\{|\{%|<%")


class FrontMatterSyntax(NoteRule):
    r"""Front matter must stand on the first line and parse, with each key given once.

    When it does not, platforms fail, show it as text, or take the wrong one of two values, usually long after the note was
    written. The finding stands at the likely cause, not where a parser gave up. Read are YAML between lines `---`, TOML
    between lines `+++`, and one JSON object. Hugo passes over blank lines above it, so where it reads the notes they are no
    fault. Aliases that would grow beyond 10,000 values, or that hold themselves, are refused. Front matter with template tags
    in it (`{{ }}`, `{% %}`, `<% %>`) is left alone, since only the template knows what it becomes.

    ```bad
    ---
    title: ⟦Containers: an overview⟧
    date: 2021-08-23
    ---
    ```

    ```bad

    ⟦---⟧
    title: Containers
    date: 2021-08-23
    ---
    ```

    Where Hugo reads it:

    ```good anchors.platforms = ["hugo"]

    ---
    title: Containers
    date: 2021-08-23
    ---
    ```

    ```bad anchors.platforms = ["hugo"]

    ---
    title: Containers
    ⟦title⟧: Kubernetes
    ---
    ```

    ```bad
    ---
    title: Containers
    nav:
      hidden: true
      ⟦hidden⟧: false
    ⟦title⟧: Kubernetes
    ---
    ```

    ```bad
    ⟦---⟧
    title: Containers
    date: 2021-08-23

    # Containers
    ```

    ```bad
    +++
    title = ⟦Containers⟧
    +++
    ```

    ```bad
    {
      "title": "Containers"⟦,⟧
    }
    ```

    ```good
    ---
    title: "Containers: an overview"
    link: https://opencontainers.org/
    time: 12:30
    tags: [oci, docker]
    ---

    # A mapping between two fences

    ---
    ```

    ```good
    ---

    A thematic break, then prose: no front matter.

    ---
    ```

    ```good
    ---
    Setext heading
    ---
    ```

    ```good
    ---
    title: {{ page.title }}
    ---
    ```
    """

    name: ClassVar[str] = "front-matter-syntax"
    severity: ClassVar[Severity] = "error"

    def check(self, note: Note) -> Iterable[Finding]:
        """One finding for each problem, and one for a byte order mark."""
        front_matter = note.front_matter
        if front_matter is None or _TEMPLATE.search(note.text.slice(front_matter.content_span)):
            return ()
        found = [
            self.finding(note, problem.span, problem.message, construct=problem.message, fix=_fix(front_matter, problem.span))
            for problem in front_matter.problems
        ]
        if note.text.bom:
            fence = Span(front_matter.span.start, front_matter.span.start + 1)
            message = (
                "A byte order mark stands before the front matter, and some platforms then miss it: save the note without one."
            )
            found.append(self.finding(note, fence, message, severity="warning", construct="byte order mark"))
        return found


def _fix(front_matter: FrontMatter, span: Span) -> Fix | None:
    """The blank lines above the front matter taken out. Unsafe: what was shown as text becomes metadata."""
    if front_matter.span.start == 0 or span.start != front_matter.span.start:
        return None
    return Fix("unsafe", "delete the blank lines above the front matter", (Edit(Span(0, front_matter.span.start), ""),))
