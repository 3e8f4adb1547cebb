"""A note's navigation agrees with its sections."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import ClassVar, NamedTuple

from notelint.finding import Finding, Related, Severity
from notelint.markdown.heading_ids import heading_ids
from notelint.note import Heading, Link, Note
from notelint.rule import VaultRule
from notelint.vault import Vault
from notelint.vault.fragments import renamed
from notelint.vault.navigation import Navigation, lists_contents, navigation, out_of_order, section

# When so many of a level's sections are listed, a missing one was forgotten; found by judging the navigations of six public
# repositories, where real tables of contents list either nearly all sections of a level or few.
_NEARLY_ALL = 0.8
# More entries out of order than this share, and the order is one of its own (by importance, say).
_FEW_MOVED = 0.25


class _Entry(NamedTuple):
    """A link of the navigation with the heading it leads to."""

    link: Link
    heading: Heading

    @property
    def label(self) -> str:
        return " ".join(self.link.text.split())


class NavMismatch(VaultRule):
    r"""The navigation at the top of a note must list its sections, each once, in their order and by their names.

    A navigation is a line (`[A](#a) | [B](#b)`) or a list of at least three links into the note itself and nothing else, above
    all but the first few headings. It ages: sections are added, moved and split, and nobody scrolls back up. A navigation may
    well list top-level sections only, or be short; a section is told missing only where nearly all others of its level are
    listed. Fragments that lead nowhere are broken-fragment's.

    ```bad
    [Install](#install) | [Use](#use) | [Help](#help)

    ## Install
    ## Use
    ## ⟦Configure⟧
    ## Help
    ```

    ```bad
    # Tools

    - [Install](#install)
    - ⟦[Help](#help)⟧
    - [Use](#use)
    - [Configure](#configure)

    ## Install
    ## Use
    ## Configure
    ## Help
    ```

    ```bad
    [Install](#install) · [Use](#use) · ⟦[Configure](#use)⟧ · [Help](#help)

    ## Install
    ## Use
    ## Configure
    ## Help
    ```

    ```good
    [Install](#install) · [Use](#use) · [Configure](#configure) · [Help](#help)

    ## Install
    ## Use
    ## Configure
    ## Help
    ```

    A navigation may list one level, name sections by anchors and in short, and leave out what follows right below it:

    ```good
    [OCI](#oci) | [Orchestration](#kubernetes) | [Hosting](#hosting)

    ### Summary

    ### OCI/Docker <a name="oci"></a>

    #### History

    <a name="kubernetes"></a>
    ### Kubernetes orchestration

    ### Hosting providers <a name="hosting"></a>
    ```

    ```good
    - [Install](#install)
      - [On Linux](#on-linux)
    - [Use](#use)
    - [More](more.md)

    ## Install
    ### On Linux
    ### On Windows
    ## Use
    ## Help
    -- more.md --
    # More
    ```

    ```good
    See [the first](#a), [the second](#b) and [the third](#c), in this order of importance: [third](#c), [first](#a).

    ## C
    ## A
    ## B
    ## D
    ```

    ```bad
    [Install](#install) | ⟦[Use](#configure)⟧ | [Help](#help)

    ## Install
    ## Use
    ## Configure
    ## Help
    ```

    ```bad
    [Docker](#docker) | ⟦[Hosting](#containers)⟧ | [Containers](#containers) | ⟦[Use](#help)⟧ | ⟦[Help](#use)⟧

    ## Docker
    ## Containers
    ## Hosting
    ## Use
    ## Help
    ```

    A label may be the title of a section further down by chance:

    ```good
    - [Install](#install)
    - [Goals](#our-goals)
    - [Use](#use)

    ## Install
    ## Our goals
    ### Use
    #### Goals
    ```

    What stands in two places on purpose is not out of order:

    ```bad
    - [Elm](#elm)
    - [Java](#java)
    - [Script](#script)
      - ⟦[Elm](#elm)⟧
    - [Perl](#perl)

    ## Java
    ## Script
    ### Elm
    ## Perl
    ```
    """

    name: ClassVar[str] = "nav-mismatch"
    severity: ClassVar[Severity] = "warning"

    def check(self, note: Note, vault: Vault) -> Iterator[Finding]:
        """What the navigation at the top of the note leaves out, gives twice, has in another order or labels wrongly."""
        nav = navigation(note)
        if nav is None:
            return
        platform = vault.platforms(note.path)[0]
        sections = [(link, section(note, vault, link, platform)) for link in nav.links]
        entries = [_Entry(link, heading) for link, heading in sections if heading is not None]
        if not lists_contents(note, nav, [entry.heading for entry in entries]):
            return
        below = [heading for heading in note.headings if heading.span.start > nav.span.end]
        meant = _meant(entries, below)
        yield from self._misled(note, entries, meant, platform)
        yield from self._moved(note, [entry for entry in entries if entry.link not in meant])
        if nav.whole and len(entries) == len(nav.links):
            found = [section(note, vault, link, platform) for link in note.links if _stands_above(link, below)]
            listed = {heading.span.start for heading in (*found, *meant.values()) if heading is not None}
            yield from self._missing(note, nav, below, listed)

    def _misled(self, note: Note, entries: Sequence[_Entry], meant: Mapping[Link, Heading], platform: str) -> Iterator[Finding]:
        """Entries that lead where another entry leads, or whose label is the name of a section that no entry leads to."""
        first: dict[int, _Entry] = {}
        for entry in entries:
            title = entry.heading.title.strip()
            wanted = meant.get(entry.link)
            if wanted is not None:
                message = f"`{entry.label}` leads to the section `{title}`"
                yield self._mend(note, entry, message, wanted, platform)
                continue
            earlier = first.setdefault(entry.heading.span.start, entry)
            # A navigation that ends where it began goes round in a circle.
            if earlier is not entry and not (earlier is entries[0] and entry is entries[-1]):
                other = f"`{earlier.label}`" if earlier.label != entry.label else "an entry above"
                yield self._mend(
                    note, entry, f"`{entry.label}` leads to the section `{title}`, as does {other}", None, platform
                )

    def _mend(self, note: Note, entry: _Entry, message: str, meant: Heading | None, platform: str) -> Finding:
        fix = None
        if meant is not None:
            name = heading_ids(note.headings, platform)[note.headings.index(meant)]
            message += f"; did you mean `#{name}`?"
            fix = renamed(note, entry.link, name, "unsafe")
        else:
            message += "; take one out or give it its own target."
        related = (Related(note.path, (meant or entry.heading).content_span, "this section"),)
        return self.finding(note, entry.link.span, message, construct=entry.link.target, fix=fix, related=related)

    def _moved(self, note: Note, entries: Sequence[_Entry]) -> Iterator[Finding]:
        """The first entry out of order, if few are."""
        first: dict[int, _Entry] = {}
        for one in entries:
            first.setdefault(one.heading.span.start, one)
        # What is listed twice has no place of its own; it is told apart.
        twice = Counter(one.heading.span.start for one in entries)
        once = [one for start, one in first.items() if twice[start] == 1]
        places = [entry.heading.span.start for entry in once]
        moved = out_of_order(places)
        if not moved or len(moved) > max(1, _FEW_MOVED * len(once)):
            return
        entry = once[moved[0]]
        before = [one for one in once if one.heading.span.start < entry.heading.span.start]
        follows = f"after `{max(before, key=lambda one: one.heading.span.start).label}`" if before else "first"
        here = f"after `{once[moved[0] - 1].label}`" if moved[0] else "first"
        message = f"The navigation has `{entry.label}` {here}, but its section comes {follows}. Put both in one order"
        message += f" ({len(moved) - 1} more out of order)." if len(moved) > 1 else "."
        related = (Related(note.path, entry.heading.content_span, "the section is here"),)
        yield self.finding(note, entry.link.span, message, construct=entry.link.target, related=related)

    def _missing(self, note: Note, nav: Navigation, below: Sequence[Heading], listed: Set[int]) -> Iterator[Finding]:
        """Sections that are not listed though nearly all of their level are."""
        for level in {heading.level for heading in below}:
            same = [heading for heading in below if heading.level == level]
            forgotten = [heading for heading in same if heading.span.start not in listed]
            known = len(same) - len(forgotten)
            if known >= 3 and (len(forgotten) == 1 or known >= _NEARLY_ALL * len(same)):
                # What begins right below the navigation needs no link.
                yield from (self._forgotten(note, nav, heading, known) for heading in forgotten if heading is not below[0])

    def _forgotten(self, note: Note, nav: Navigation, heading: Heading, known: int) -> Finding:
        line = note.text.position(nav.span.start).line
        title = heading.title.strip()
        message = f"The navigation on line {line} lists {known} sections of this level, but not `{title}`. Add a link to it."
        related = (Related(note.path, nav.span, "the navigation"),)
        return self.finding(note, heading.content_span, message, related=related)


def _meant(entries: Sequence[_Entry], headings: Sequence[Heading]) -> dict[Link, Heading]:
    """The entries whose label is the title of another section of the level, and not of their own, with that section.

    It must be the only section of that title unless no entry leads to it.
    """
    listed = {entry.heading.span.start for entry in entries}
    titles = Counter(_plain(heading.title) for heading in headings)
    named = {(_plain(heading.title), heading.level): heading for heading in reversed(headings)}
    found: dict[Link, Heading] = {}
    for entry in entries:
        label = _plain(entry.link.text)
        other = named.get((label, entry.heading.level))
        if other is None or label == _plain(entry.heading.title):
            continue
        if titles[label] == 1 or other.span.start not in listed:
            found[entry.link] = other
    return found


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _stands_above(link: Link, headings: Sequence[Heading]) -> bool:
    """Whether a link into its own note stands above the first of these headings."""
    return bool(headings) and link.span.start < headings[0].span.start and link.target.startswith("#")
