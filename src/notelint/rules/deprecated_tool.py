"""The rule deprecated-tool."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from notelint.finding import Finding, Related, Severity
from notelint.markers import find_marker
from notelint.note import Block, Link, Note
from notelint.pattern import late_pattern
from notelint.rule import NoteRule, option
from notelint.rules.deprecated_tools import Catalogue, Tool, check_tables
from notelint.rules.told import is_older, is_told, is_told_somewhere, names_any
from notelint.text import Span

_LONGEST = 80
_SUBJECT_END = late_pattern(r":(?:\s|$)|\s[\u2013\u2014-]+\s|\s\(")
_LINE_END = late_pattern(r"\r\n|\n|\r")
# One file of a repository is linked to for what it says, which may outlive the tool: guidelines, an example.
_FILE = late_pattern(r"/(?:-/)?(?:blob|raw|blame)/")
_COMPLETE = late_pattern(
    r"(?i)(?<!\w)(?:(?:19|20)\d\d|use|using|see|now|instead|replac\w+|supersed\w+|succe(?:ssor|eded)|renamed|moved|merged"
    r"|migrat\w+|switch\w*|in favou?r of|prefer\w*|ersetzt|abgelöst|siehe|remplac\w+|reemplaz\w+|sustitu\w+)(?!\w)|→|[-=]>"
)
_HAPPENED = {
    "archived": "has been archived by its makers",
    "renamed": "has been renamed",
    "replaced": "has been replaced by its makers",
    "deprecated": "has been deprecated by its makers",
    "end-of-life": "has reached the end of its life",
}


class _Mention(NamedTuple):
    span: Span
    tool: Tool


class DeprecatedTool(NoteRule):
    r"""A note does not present a tool as current that its makers have retired.

    Notes outlive the tools that they name: who follows such a link finds an archive, or nothing. Known are some 140 tools, each
    with the page that says what became of it (`docs/evidence/deprecated-tool.md`). A tool is told by the address of a link, its
    repository or home page and what lies below; and by its name, where that is all that a list item begins with (up to a colon
    or dash) or all of the text of a link. The first place in a note is reported.

    ```bad
    * ⟦[Runtime](https://github.com/rkt/rkt)⟧ for pods
    * ⟦Docker Machine⟧: makes hosts
    * ⟦**Kitematic**⟧ — a window for Docker
    * ⟦`null-ls.nvim`⟧

    * Read the ⟦[contribution guide of AngularJS](https://github.com/angular/angular.js/blob/master/CONTRIBUTING.md)⟧

    Check it with ⟦[TSLint](https://example.com/how)⟧, read ⟦<https://v2.vuejs.org/guide/>⟧ and ⟦[the guide][guide]⟧.

    [guide]: http://www.greenkeeper.io/docs/#start
    ```

    Not where the note itself says so: beside it, in a heading or item above, in its title or path, or at another place. Nor
    where its path has a year in which the tool was still alive, if only for a part of it, or any year where it is not known
    when the tool was retired.

    ```good
    # Containers

    * rkt: formerly CoreOS Rocket.
    * Docker Machine (deprecated)
    * hyperd: veraltet
    * ~~Kitematic~~
    * ~~[Toolbox](https://github.com/docker/toolbox)~~
    * Also Rans
      * boot2docker
    * [kaniko](https://github.com/GoogleContainerTools/kaniko), no longer maintained

    ## What we replaced

    * TSLint: rules for TypeScript

    We migrated from [bors-ng](https://github.com/bors-ng/bors-ng) in 2023.

    Greenkeeper has been shut down.

    * Greenkeeper: [its site](https://greenkeeper.io/)
    ```

    ```good
    -- archive/editors.md --
    * [Atom](https://atom.io/)
    -- minutes/2021/may.md --
    * [Atom](https://atom.io/)
    -- minutes/2022/may.md --
    * [Atom](https://atom.io/)
    -- tests.md --
    Run the tests with [Karma](https://karma-runner.github.io/).

    ## Karma is deprecated
    -- editors.md --
    ---
    title: Editors of the past, all discontinued
    ---
    * [Atom](https://atom.io/)
    ```

    Nor are these the tool: its name among other words or in prose, one issue or change (a record of what happened), one file
    under another name (what it says may outlive the tool), pictures, links to notes of one's own, and names that mean other
    things, too, which only an address tells.

    ```good
    * Atom: the smallest part
    * [Brackets](https://en.wikipedia.org/wiki/Bracket), curve, dep, request
    * Docker Machine drivers
    * Migrating rkt pods
    * Helm 3: no Tiller
    * [AngularJS - Step by Step](https://example.com/a-book)
    * The [decision](https://github.com/rkt/rkt/issues/4024), [a change](https://github.com/docker/machine/pull/793)
    * [Commit messages](https://github.com/angular/angular.js/blob/master/DEVELOPERS.md#commits)
    * [AngularJS](#angularjs)
    * See [AngularJS](angularjs.md), [Angular](https://angular.dev/), [TSLint to ESLint](https://example.com/how)
    * ![build](https://travis-ci.org/a/b.svg), ![tests][badge]
    * [rkt's namesake](https://github.com/rkt/rkt-tools) and `https://github.com/rkt/rkt`
    * [An image](https://gcr.io/distroless/static), which outlives the Google Container Registry

    Docker Machine: not an item.

    # AngularJS

    [badge]: https://travis-ci.org/a/c.svg
    ```

    `tools` adds to the catalogue, or changes an entry of the same name; keys are those of its file. `ignore` leaves tools out.

    ```bad tools = [{name = "Teapot", aliases = ["teapotd"], what = "replaced", successor = "Kettle"}]
    * ⟦teapotd⟧: brews
    ```

    ```good ignore = ["Kitematic"]
    * Kitematic: a window for Docker
    ```

    With `incomplete-markers`, an item or heading that is marked as retired must also say since when, or what to use instead.

    ```bad incomplete_markers = true
    * ⟦Docker Machine (deprecated)⟧
      with drivers
    * Docker Toolbox DEPRECATED: use Docker Desktop
    * Shared hosts [deprecated since 2019]
    ```
    """

    name: ClassVar[str] = "deprecated-tool"
    severity: ClassVar[Severity] = "advice"
    tools: tuple[dict[str, Any], ...] = option(
        "Tools to add or change: `name`, `aliases`, `addresses`, `what`, `since`, `successor`, `name-alone`, `sources`.", ()
    )
    ignore: tuple[str, ...] = option("Names of tools that may be presented as current.", ())
    incomplete_markers: bool = option("Report markers that say neither since when nor what to use instead.", False)  # noqa: FBT003  (value of the option)

    def check_options(self) -> None:
        """Raise for a table that is no tool."""
        check_tables(self.tools)

    def check(self, note: Note) -> Iterable[Finding]:
        """A finding at the first mention of each retired tool that the note takes for current."""
        found: dict[str, list[Span]] = {}
        known: dict[str, Tool] = {}
        for span, tool in sorted(self._mentions(note), key=lambda one: one.span):
            found.setdefault(tool.name, []).append(span)
            known[tool.name] = tool
        for name, spans in found.items():
            if not _is_known(note, known[name], spans):
                apart = [span for span in spans[1:] if span.start >= spans[0].end]
                related = tuple(Related(note.path, span, "and here") for span in apart)
                yield self.finding(note, spans[0], _message(known[name]), construct=name, related=related)
        if self.incomplete_markers:
            yield from self._incomplete(note)

    @cached_property
    def _catalogue(self) -> Catalogue:
        return Catalogue(self.tools, self.ignore)

    def _mentions(self, note: Note) -> Iterator[_Mention]:
        for link in note.links:
            tool = self._linked(link)
            if tool:
                yield _Mention(link.span, tool)
        for block in (block for root in note.blocks for block in root.walk() if block.kind == "item"):
            if not self._catalogue.may_begin(block.title):
                continue
            tool = self._catalogue.by_name(_subject(block.title))
            span = _subject_span(note, block) if tool else None
            if tool and span:
                yield _Mention(span, tool)

    def _linked(self, link: Link) -> Tool | None:
        if "//" not in link.target or link.is_image or link.kind in ("wiki", "embed", "definition", "image"):
            return None
        tool = self._catalogue.by_address(link.target)
        if tool and _FILE.search(link.target) and not names_any((tool.name, *tool.aliases)).search(link.text):
            return None
        return tool or self._catalogue.by_name(link.text)

    def _incomplete(self, note: Note) -> Iterator[Finding]:
        for block in (block for root in note.blocks for block in root.walk()):
            span = _first_line(note, block)
            line = note.text.slice(span)
            marker = find_marker(line)
            if marker and not _COMPLETE.search(f"{line} {note.own_source(block)}"):
                message = f"Marked as `{marker.word}`, but neither since when nor what to use instead. Add one of them."
                yield self.finding(note, span, message)


def _is_known(note: Note, tool: Tool, spans: list[Span]) -> bool:
    """Whether the note says what became of the tool, or is too old to know."""
    if is_older(note.path, tool.since) or any(is_told(note, span) for span in spans):
        return True
    return is_told_somewhere(note, (tool.name, *tool.aliases))


def _subject(title: str) -> str:
    """What an item is about: its first words, up to a colon, dash or bracket."""
    return _SUBJECT_END.split(title[:_LONGEST], maxsplit=1)[0].strip(" \t*_`.,;!?")


def _subject_span(note: Note, block: Block) -> Span | None:
    """The subject as written, with its emphasis or link; None where the link leads to a note, or the words begin a title."""
    subject = _subject(block.title)
    line = _first_line(note, block)
    start = note.text.content.find(subject, line.start, line.end)
    if start < 0:
        return line
    for link in note.links:
        if link.span.start <= start < link.span.end:
            is_whole = _subject(link.text) == subject and len(link.text) <= len(subject) + 1
            return link.span if "//" in link.target and is_whole else None
    return _widened(note.text.content, start, start + len(subject), line)


def _widened(content: str, start: int, end: int, line: Span) -> Span:
    while start > line.start and end < line.end and content[start - 1] == content[end] and content[end] in "*_`":
        start, end = start - 1, end + 1
    return Span(start, end)


def _first_line(note: Note, block: Block) -> Span:
    match = _LINE_END.search(note.text.content, *block.span)
    return Span(block.span.start, match.start() if match else block.span.end)


def _message(tool: Tool) -> str:
    happened = _HAPPENED.get(tool.what, _HAPPENED["deprecated"])
    source = tool.sources[0][0] if tool.sources else ""
    details = "; ".join(filter(None, (tool.since, source and f"source: {source}")))
    after = f"{tool.successor} ({tool.successor_address})" if tool.successor_address else tool.successor
    way_out = f", or name what came after it: {after}." if after else ", or name what took its place."
    return f"{tool.name} {happened}{f' ({details})' if details else ''}. Say so here{way_out}"
