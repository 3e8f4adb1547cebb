"""The configuration: every setting with its type, default and meaning; frozen once it is read."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypeAlias

from notelint.finding import Severity
from notelint.markdown.dialect import ParserName
from notelint.schemas import SchemaFor

Option: TypeAlias = object


class Setting(NamedTuple):
    """One setting: the type of its value, and the sentence that documents it."""

    hint: Any
    help: str
    adds: Literal["", "before", "after"] = ""
    """Whether a file in a subfolder adds to the list of its parents, and where; else it takes its place.

    `before`: the first entry that matches decides, so the nearer file must come first.
    """


class PerFileIgnore(NamedTuple):
    """Rules that are ignored in the notes that a glob chooses; if `section` is not empty, below headings like that only."""

    files: str
    section: str
    rules: tuple[str, ...]


class DialectFor(NamedTuple):
    """What the notes that some globs choose may contain; None leaves it to detection."""

    files: tuple[str, ...]
    wikilinks: bool | None
    myst: bool | None
    label_first: bool | None


Globs: TypeAlias = tuple[str, ...]

SETTINGS: Mapping[str, Setting] = {
    "root": Setting(bool, "Stop here: take nothing from configuration files in folders above this one."),
    "extensions": Setting(Globs, "The file extensions of notes. `.mdx` and `.qmd` can be added."),
    "exclude": Setting(
        Globs,
        "Notes that are not looked at, even when they are given one by one; `!pattern` takes back what is left out by default.",
        adds="after",
    ),
    "select": Setting(Globs, "The rules that run. `default` stands for those on by default, `all` for every one."),
    "ignore": Setting(Globs, "Rules that do not run."),
    "per-file-ignores": Setting(
        dict[str, tuple[str, ...]],
        "Rules that are ignored in some notes: a table of pattern = rules; `pattern#Heading` for what stands below a heading.",
        adds="after",
    ),
    "require-reason": Setting(bool, "Whether comments that silence findings have to say why."),
    "fail-on": Setting(Literal["error", "warning", "advice"], "The least severity that makes the exit code 1."),
    "severity": Setting(dict[str, Severity], "Another severity for a rule: a table of rule = severity."),
    "parser": Setting(Literal["pulldown", "markdown-it"], "The parser that reads the notes."),
    "jobs": Setting(int, "How many processes read and judge notes; 0 decides by the size of the vault."),
    "dialect": Setting(
        list[dict[str, Any]], "What the notes chosen by `files` contain: `wikilinks`, `label-first`, `myst`.", adds="before"
    ),
    "anchors.platforms": Setting(
        tuple[str, ...] | list[dict[str, Any]],
        "The platforms that notes are read on, the main one first; or tables of `files` and `platforms`.",
        adds="before",
    ),
    "links.site-root": Setting(Globs, "Folders that targets beginning with `/` count from.", adds="before"),
    "links.routes": Setting(
        dict[str, str] | tuple[str, ...],
        "Site routes: a pattern of targets and the path that they lead to (`*` fills `*`), empty when a program makes them.",
        adds="before",
    ),
    "schemas": Setting(
        list[dict[str, Any]],
        "Front-matter schemas: `files` and one of `schema` (a file or a table) and `preset`.",
        adds="before",
    ),
    "web.exclude": Setting(Globs, "Addresses that are not asked: patterns in which `*` stands for anything.", adds="after"),
    "web.accept": Setting(
        dict[str, tuple[int, ...]] | tuple[int, ...],
        "Statuses that count as alive; or a table of pattern = statuses.",
        adds="after",
    ),
    "web.remap": Setting(dict[str, str], "Beginnings of addresses, and what is asked in their place.", adds="before"),
    "web.headers": Setting(dict[str, dict[str, str]], "Headers by origin, sent there and nowhere else.", adds="after"),
    "web.fragments": Setting(
        bool | dict[str, bool], "Whether fragments of pages are judged; or a table of pattern = true or false.", adds="after"
    ),
    "web.look": Setting(str, "How closely pages are looked at that answer."),
    "web.timeout": Setting(float, "Seconds to wait for an answer (`sweep`: 30 when nothing is set)."),
    "web.contact": Setting(str, "An address or mailbox for those who are asked, sent along with the name of the program."),
    "web.ca-file": Setting(str, "A file of certificates that are trusted besides those of the system."),
}
"""Every setting beside the tables `severity` and `rules`, by its dotted name."""


SHARED = ("schemas", "today")
"""Fields of rules that are no options: a setting that all share, and the day of the run as an ISO date."""


class Config(NamedTuple):
    """The settings that hold for the notes of one folder. `origins` says where each that is set was set."""

    extensions: Globs = (".md", ".markdown")
    exclude: Globs = ()
    select: tuple[str, ...] = ("default",)
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[PerFileIgnore, ...] = ()
    require_reason: bool = False
    fail_on: Severity = "error"
    severity: Mapping[str, Severity] = MappingProxyType({})
    parser: ParserName = "pulldown"
    jobs: int = 0
    dialect: tuple[DialectFor, ...] = ()
    platforms: tuple[tuple[str, tuple[str, ...]], ...] = ()
    site_roots: tuple[str, ...] = ()
    routes: tuple[tuple[str, str], ...] = ()
    schemas: tuple[SchemaFor, ...] = ()
    options: Mapping[str, Mapping[str, Option]] = MappingProxyType({})
    web: Mapping[str, Any] = MappingProxyType({})
    origins: Mapping[str, str] = MappingProxyType({})


class Layer(NamedTuple):
    """What one file (or the command line) sets: values by dotted name. `folder` is where it counts, from the root."""

    folder: str
    source: str
    values: Mapping[str, Any]
