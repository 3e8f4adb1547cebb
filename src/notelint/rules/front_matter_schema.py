"""front-matter-schema: front matter follows the schema given for its note."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from notelint.finding import Finding, Severity
from notelint.globs import matches
from notelint.note import Node, Note
from notelint.rule import NoteRule, option
from notelint.schemas import SchemaFor
from notelint.text import Span


class FrontMatterSchema(NoteRule):
    r"""Front matter must follow the schema that the configuration gives for its note.

    Sites, indexes and searches are built from front matter, and a key misspelt in one note of hundreds is missed by all of them
    without a word. Nothing is asked for until `schemas` says what: each entry has the `files` it is for (a leading `!` takes
    some out again) and a `schema`, which is a JSON Schema (draft 2020-12) written in place or the path of a file, or else a
    `preset`: notes, gatsby, hugo, jekyll, obsidian or docusaurus. A note must follow every entry that is for it. A note without
    front matter lacks all keys that the schema requires. `format = "date"` and `"date-time"` take any real day, with or without
    a time, quoted or not. A key that the schema does not know is a finding only with `additionalProperties = false`.

    ```bad schemas = [{files = ["*.md"], preset = "notes"}]
    ---
    title: Containers
    date: ⟦2023-02-30⟧
    status: ⟦publishd⟧
    tags: [OCI, Docker, ⟦OCI⟧]
    ---
    ```

    ```bad schemas = [{files = ["*.md"], schema = {properties = {author = {type = "string"}}, additionalProperties = false}}]
    ---
    ⟦auther⟧: Ada
    ---
    ```

    ```good schemas = [{files = ["*.md"], preset = "notes"}]
    ---
    title: Containers
    date: "2021-08-23T22:12:03.284Z"
    status: published
    author: Ada
    tags:
      - OCI
    ---
    ```

    ```bad schemas = [{files = ["posts/*.md"], schema = {required = ["title"], properties = {tags = {type = "array"}}}}]
    -- posts/a.md --
    ⟦---⟧
    tags: ⟦kubernetes⟧
    ---
    -- posts/b.md --
    ⟦# A note without front matter⟧
    -- other/c.md --
    # A note that no schema is for
    ```

    ```good schemas = [{files = ["*.md", "!README.md"], schema = {required = ["title"]}}]
    -- README.md --
    # No front matter, and none is asked for
    -- a.md --
    +++
    title = "TOML"
    date = 2021-08-23
    +++
    ```
    """

    name: ClassVar[str] = "front-matter-schema"
    severity: ClassVar[Severity] = "error"

    schemas: tuple[SchemaFor, ...] = option("The schemas, each with the globs of the notes that it is for.", ())

    def check(self, note: Note) -> Iterable[Finding]:
        """One finding at each key or value that a schema does not allow, and for each key that is missing."""
        found: dict[tuple[Span, str], Finding] = {}
        for schema in self.schemas:
            if matches(note.path, schema.files):
                for finding in self._judge(note, schema):
                    found.setdefault((finding.span, finding.message), finding)
        return tuple(found.values())

    def _judge(self, note: Note, schema: SchemaFor) -> Iterator[Finding]:
        from notelint.schemas import compiled
        from notelint.schemas.violations import violations

        front_matter = note.front_matter
        if front_matter is None:
            yield from self._without(note, schema)
        elif front_matter.root is not None or not front_matter.problems:
            # What does not parse is front-matter-syntax's to report: every key would be missing here.
            root = front_matter.root or Node(front_matter.content_span, "map", ())
            for violation in violations(compiled(schema), root, _first_line(note, front_matter.span.start)):
                yield self.finding(note, violation.span, violation.message, construct=violation.message)

    def _without(self, note: Note, schema: SchemaFor) -> Iterator[Finding]:
        from notelint.schemas import compiled
        from notelint.schemas.violations import missing_keys

        if keys := missing_keys(compiled(schema)):
            names = ", ".join(f"`{key}`" for key in keys)
            message = f"There is no front matter, and the schema wants {names}: add it at the start between two lines `---`."
            yield self.finding(note, _first_line(note, 0), message, construct=message)


def _first_line(note: Note, start: int) -> Span:
    """The line at this offset without its line end and the blanks before that."""
    line = note.text.line_span(note.text.position(start).line)
    return Span(start, start + len(note.text.slice(Span(start, line.end)).rstrip()))
