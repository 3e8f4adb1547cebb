"""The rule duplicate-section."""

from collections.abc import Iterable
from typing import ClassVar

from notelint.copies import Copy, CopySettings
from notelint.finding import Finding, Related, Severity
from notelint.note import Note
from notelint.rule import VaultRule, option
from notelint.rules.copies_told import message, role, severity
from notelint.vault import Vault


class DuplicateSection(VaultRule):
    r"""A section or a list stands in one place only.

    Of two copies one will be kept up to date, and readers find the other. Sections (a heading with all below it), whole notes
    and runs of list items with their children are compared in all notes. Indentation, list markers, emphasis, numbering and
    deprecation markers make no difference, targets of links do. What is the same in more than two places is told once, at the
    second of them, as the largest blocks that are the same, with all other places beside it.

    Exact copies with links to the web are warnings: it is links that rot, and one copy of them is seldom mended with the other.
    Copies that have drifted apart, with at least four of five lines the same in order, are advice, and the message says what
    differs; a box that is ticked in one place only is such a difference. So are exact copies that are mostly meant: in more
    than four places, with fewer than two such links, between notes of one name in two folders (`README.md`, but not
    `index.md`), and lists of parameters, of which most lines begin with code.

    Some notes repeat each other on purpose, and what they have in common is told only with `editions = true`: notes whose paths
    differ only in a date, number, version or language, or that lie in folders of different years or versions; notes of one
    name with a year in it, in whatever folders (`report-2024.md`); a template and what was made from it; logs of changes,
    licences, and what others have written (`vendor/`). Of two folders in which three or more notes of one name repeat each
    other, and of six or more notes that were put together to one, one note is told for all. Lines that stand in more places
    than `max-places` are parts of a form and do not count, nor do those that lead to other notes and say nothing else. Notes
    are passed over that say in a comment near their start that they are generated.

    To keep a copy, say so before its heading or item: `<!-- notelint-disable-next-line duplicate-section -->`; further
    copies of it are told all the same. The options
    leave out notes (`ignore`), sections by their headings (`ignore-headings = ["Licen*"]`) and comparisons between parallel
    folders (`ignore-between = ["book/2018/**", "book/2021/**"]`). Patterns count from the top of the vault.

    ```bad
    # At work

    - Docker Desktop [Components](https://a.org/#c)
      - HyperKit
      - DataKit
    - Minikube

    # At home

    - Local
      * ⟦Docker Desktop **[Components](https://a.org/#c)** DEPRECATED
        * HyperKit
        * DataKit
      * Minikube⟧
      * Rancher
    ```

    ```bad
    -- a.md --
    # Install

    ## Linux

    1. Fetch the archive.
    2. Unpack it into a folder.
    3. Put the folder on the path.
    -- b.md --
    # Help

    Ask away.

    ⟦### 2. Linux

    - Fetch the archive.
    - Unpack it into a folder.
    - Put the folder on the path.⟧
    -- c.md --
    # More

    ## Linux

    - Fetch the archive.
    - Unpack it into a folder.
    - Put the folder on the path.
    ```

    ```bad
    -- a.md --
    # Install

    - Fetch the archive.
    - Unpack it into a folder.
    - Put the folder on the path.
    - Log out.
    -- b.md --
    ⟦# Install

    - Fetch the archive.
    - Unpack it into a folder.
    - Put it on the path.
    - Log out.⟧
    ```

    ```bad
    -- a.md --
    # Before we go

    - [x] Water the plants.
    - [ ] Lock the doors.
    - [ ] Leave a key with Ann.
    - [ ] Buy tickets.
    -- b.md --
    ⟦# Before we go

    - [ ] Water the plants.
    - [ ] Lock the doors.
    - [ ] Leave a key with Ann.
    - [ ] Buy tickets.⟧
    ```

    What is short, leads elsewhere, is a table of contents, or is generated is no copy; nor is what editions have in common.

    ```good
    -- report-2023.md --
    - Ann has left, and Bob has joined.
    - We met on Mondays.
    - Nothing was decided.
    - More next year.
    -- report-2024.md --
    - Ann has left, and Bob has joined.
    - We met on Mondays.
    - Nothing was decided.
    - More next year.
    -- guide.md --
    - See [the archive](https://a.org/one).
    - See [the folder](https://a.org/two).
    - See [the path](https://a.org/three).
    - See [the exit](https://a.org/four).
    -- guide-de.md --
    - See [the archive](https://a.org/one).
    - See [the folder](https://a.org/two).
    - See [the path](https://a.org/three).
    - See [the exit](https://a.org/four).
    ```

    ```good
    -- a.md --
    # Install

    - Fetch the archive.
    - Unpack it.
    - Log out.

    ## Where

    - [Components](https://a.org/#c)
    - [Dashboard](https://a.org/#d)
    - [Scheduler](https://a.org/#s)
    - [Runtime](https://a.org/#r)
    -- b.md --
    # Remove

    - Fetch the archive.
    - Unpack it.
    - Log in.

    ## Where

    - [Components](https://b.org/#c)
    - [Dashboard](https://b.org/#d)
    - [Scheduler](https://b.org/#s)
    - [Runtime](https://b.org/#r)
    ```

    ```good
    -- a.md --
    - [One](#one)
    - [Two](#two)
    - [Three](#three)
    - [Four](#four)

    # One
    # Two
    # Three
    # Four
    -- b.md --
    Contents:

    - [One](#one)
    - [Two](#two)
    - [Three](#three)
    - [Four](#four)
    ```

    ```good
    -- a.md --
    <!-- Autogenerated, do not edit. -->
    # Meetings

    - Mondays at ten
    - Fridays at noon
    - Sundays off
    -- b.md --
    # Meetings

    - Mondays at ten
    - Fridays at noon
    - Sundays off
    ```

    ```good ignore-between = ["book/2018/**", "book/2021/**"]
    -- book/2018/a.md --
    # Meetings

    - Mondays at ten
    - Fridays at noon
    - Sundays off
    -- book/2021/a.md --
    # Meetings

    - Mondays at ten
    - Fridays at noon
    - Sundays off
    ```

    ```good ignore-headings = ["License"]
    -- a.md --
    # License

    - You may copy this note.
    - You may change this note.
    - You may sell this note.
    -- b.md --
    # License

    - You may copy this note.
    - You may change this note.
    - You may sell this note.
    ```
    """

    name: ClassVar[str] = "duplicate-section"
    severity: ClassVar[Severity] = "warning"
    compares: ClassVar[bool] = True
    at_once: ClassVar[bool] = True
    min_lines: int = option("How many lines a copy has at least.", 4)
    min_items: int = option("How many headings and items it has at least, unless it has the words.", 3)
    min_words: int = option("How many words it has at least, unless it has the items.", 40)
    drifted: bool = option("Whether to tell copies that have drifted apart.", True)  # noqa: FBT003 (an option's default)
    similarity: float = option("The share of lines that drifted copies have in common, from 0.5 to 1.", 0.8)
    generated: bool = option("Whether to compare notes that say that they are generated.", False)  # noqa: FBT003 (as above)
    ignore: tuple[str, ...] = option("Patterns of notes that are not compared.", ())
    ignore_headings: tuple[str, ...] = option("Headings of sections that do not count; `*` stands for any text.", ())
    ignore_between: tuple[str, ...] = option("Patterns of notes that are not compared with those of another of them.", ())

    max_places: int = option("In how many places a line may stand before it is taken for part of a form.", 6)
    editions: bool = option(
        "Whether to tell what editions, translations, dated notes, templates and logs of changes have in common as well.",
        False,  # noqa: FBT003 (an option's default)
    )

    def check(self, note: Note, vault: Vault) -> Iterable[Finding]:
        """A finding for each group of copies of which this note has the second."""
        for copy in vault.copies(self.settings()).get(note.path, ()):
            yield self._told(note, vault, copy)

    def settings(self) -> CopySettings:
        """What to look for."""
        return CopySettings(
            self.min_lines,
            self.min_items,
            self.min_words,
            min(1.0, max(0.5, self.similarity)) if self.drifted else 2.0,
            self.generated,
            self.ignore,
            self.ignore_headings,
            self.ignore_between,
            self.editions,
            self.max_places,
        )

    def _told(self, note: Note, vault: Vault, copy: Copy) -> Finding:
        related = tuple(Related(other.path, other.span, role(number, copy)) for number, other in enumerate(copy.others))
        return self.finding(note, copy.stretch.span, message(note, vault, copy), severity=severity(note, copy), related=related)
