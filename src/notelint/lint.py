"""One run over a vault, from files to findings: read, index, judge."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

from notelint.chosen import Chosen, is_about
from notelint.config_tree import Configs
from notelint.dialects import dialects
from notelint.files import Listing, has_extension
from notelint.finding import SEVERITIES, Finding
from notelint.globs import matches
from notelint.judge import KNOWN, Judge
from notelint.note import Note
from notelint.reading import Read, Task, read_all
from notelint.schemas import check_schemas
from notelint.suppress import unsuppressed
from notelint.text import Text
from notelint.vault import Vault

Progress: TypeAlias = Callable[[int, int], None] | None
"""Told how many of how many notes are read."""


class Run(NamedTuple):
    """What a run over one vault found.

    `findings` are in order of path, position and rule; `texts` hold the notes of the vault. `failing` counts the findings at or
    above the severity that fails, `notes` and `links` what was looked at. `crashes` say which rules raised, and where.
    """

    root: Path
    findings: tuple[Finding, ...]
    failing: int
    texts: Mapping[str, Text]
    notes: int
    links: int
    seconds: float
    crashes: tuple[str, ...]


class Contents(NamedTuple):
    """The notes of a vault, read and indexed."""

    read: tuple[Read, ...]
    vault: Vault


def lint(listing: Listing, configs: Configs, chosen: Chosen, contents: Mapping[str, bytes], progress: Progress = None) -> Run:
    """Lint a vault, and keep the findings that concern the chosen notes. `contents` (path → bytes) go before files."""
    started = time.perf_counter()
    found = read_vault(listing, configs, contents, progress)
    judge = Judge(configs, time.strftime("%Y-%m-%d"))
    seen = [_seen(one, found.vault, judge, chosen) for one in found.read]
    findings = sorted((finding for one in seen for finding in one.findings), key=_order)
    return Run(
        listing.root,
        tuple(findings),
        sum(_fails(finding, configs) for finding in findings),
        {one.path: one.text for one in found.read},
        sum(one.notes for one in seen),
        sum(one.links for one in seen),
        time.perf_counter() - started,
        tuple(map(str, judge.crashes)),
    )


def read_vault(listing: Listing, configs: Configs, contents: Mapping[str, bytes], progress: Progress = None) -> Contents:
    """All notes of a vault, whatever was given: what a link leads to must not depend on that.

    Raises ConfigError for a schema that is none, or whose globs choose no note.
    """
    dialect = dialects(listing, configs)
    tasks = [
        Task(path, listing.root / path, contents.get(path), dialect(path), configs.at(path).parser)
        for path in note_paths(listing, configs, contents)
    ]
    report = None if progress is None else lambda done: progress(done, len(tasks))
    for schemas in {configs.at(task.path).schemas for task in tasks}:
        check_schemas(schemas, [task.path for task in tasks])
    read = tuple(read_all(tasks, configs.at("").jobs, report))
    notes = [one.note for one in read if one.note]
    return Contents(read, Vault(notes, listing.paths, configs.vault_settings(listing.opaque)))


def note_paths(listing: Listing, configs: Configs, contents: Mapping[str, bytes]) -> list[str]:
    """The paths that are notes: by their extension, not excluded, no links to other files, not of another repository."""
    foreign = tuple(f"{folder}/" for folder in listing.nested)
    return [
        path
        for path in sorted({*listing.paths, *contents})
        if is_note(path, configs)
        and not path.startswith(foreign)
        and path not in listing.aliases
        and path not in listing.absent
    ]


def is_note(path: str, configs: Configs) -> bool:
    """Whether the configuration takes the file of this path for a note that is to be looked at."""
    config = configs.at(path)
    return has_extension(path, config.extensions) and not matches(path, config.exclude)


def count_links(note: Note) -> int:
    """How many links a reader of the note meets: a definition is none by itself."""
    return sum(link.kind != "definition" for link in note.links)


class _Seen(NamedTuple):
    """What is shown of one note, and what of it was looked at."""

    findings: tuple[Finding, ...] = ()
    notes: int = 0
    links: int = 0


def _seen(one: Read, vault: Vault, judge: Judge, chosen: Chosen) -> _Seen:
    if one.note is None:
        return _Seen(tuple(judge.unreadable(one.path, one.offset, one.trouble)), 1) if chosen.has(one.path) else _Seen()
    if chosen.has(one.path):
        return _Seen(_findings(one.note, vault, judge), 1, count_links(one.note))
    spans = chosen.spans_elsewhere(one.note, vault)
    found = _findings(one.note, vault, judge, comparing=not spans) if spans or chosen.paths else ()
    findings = tuple(finding for finding in found if is_about(finding, spans) or chosen.causes(finding))
    return _Seen(findings) if chosen.paths or not spans else _Seen(findings, 1, len(spans))


def _findings(note: Note, vault: Vault, judge: Judge, *, comparing: bool = False) -> tuple[Finding, ...]:
    return tuple(unsuppressed(judge.findings(note, vault, comparing=comparing), note, judge.today))


def _order(finding: Finding) -> tuple[object, ...]:
    return finding.path, finding.span, finding.rule, finding.message


def _fails(finding: Finding, configs: Configs) -> bool:
    reached = SEVERITIES.index(finding.severity) <= SEVERITIES.index(configs.at(finding.path).fail_on)
    return reached and KNOWN[finding.rule].may_fail
