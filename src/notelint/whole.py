"""A vault read whole and judged: every note, whatever was given."""

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from notelint.chosen import Chosen, is_about
from notelint.config.tree import Configs
from notelint.dialects import dialects
from notelint.files import Listing
from notelint.finding import SEVERITIES, Finding
from notelint.judge import KNOWN, Judge, compares
from notelint.note import Note
from notelint.reading import Read, Task, read_all
from notelint.run import Run
from notelint.schemas import check_schemas
from notelint.scope import note_paths
from notelint.vault import Vault

if TYPE_CHECKING:
    from notelint.web.verdicts import Verdicts

Progress: TypeAlias = Callable[[int, int], None] | None
"""Told how many of how many notes are read."""

_ENOUGH = 1_000_000
_TOO_MUCH = 200_000_000
"""Between so many characters several processes judge the notes. They cost 0.02 s and 0.03 s a million characters of processor
time and save half of 0.17 s a million; and their memory, which they share until they count references in it, is 1.75 times that
of one process: 4 GB for 200 million characters.
"""


class Contents(NamedTuple):
    """The notes of a vault, read and indexed."""

    read: tuple[Read, ...]
    vault: Vault


class Judged(NamedTuple):
    """All findings of a vault, by the path of their note in order, and the judge that found them."""

    contents: Contents
    findings: Mapping[str, tuple[Finding, ...]]
    judge: Judge


def read_vault(listing: Listing, configs: Configs, contents: Mapping[str, bytes], progress: Progress = None) -> Contents:
    """All notes of a vault, whatever was given: what a link leads to must not depend on that.

    Raises ConfigError for a schema that is none, or whose globs choose no note.
    """
    tasks = tasks_for(note_paths(listing, configs, contents), listing, configs, contents)
    report = None if progress is None else lambda done: progress(done, len(tasks))
    for schemas in {configs.at(task.path).schemas for task in tasks}:
        check_schemas(schemas, [task.path for task in tasks])
    read = tuple(read_all(tasks, configs.at("").jobs, report))
    notes = [one.note for one in read if one.note]
    return Contents(read, Vault(notes, listing.paths, configs.vault_settings(listing.opaque)))


def tasks_for(paths: list[str], listing: Listing, configs: Configs, contents: Mapping[str, bytes]) -> list[Task]:
    """What there is to read for these notes. `contents` (path → bytes) go before files."""
    dialect = dialects(listing, configs)
    return [Task(path, listing.root / path, contents.get(path), dialect(path), configs.at(path).parser) for path in paths]


def judge_all(found: Contents, configs: Configs) -> Judged:
    """What the rules find in every note."""
    judge = Judge(configs, time.strftime("%Y-%m-%d"))
    _look_ahead(found, judge, configs.at("").jobs, keeping=True)
    findings = {one.path: _findings_of(one, found.vault, judge) for one in found.read}
    return Judged(found, findings, judge)


def choose_from(all_of_it: Judged, listing: Listing, configs: Configs, chosen: Chosen) -> Run:
    """Of all findings, those that concern the chosen notes."""
    if all_of_it.judge.crashes:  # of these, too, only those are to be told
        return judge_chosen(all_of_it.contents, listing, configs, chosen)
    vault = all_of_it.contents.vault

    def ask(note: Note, *, comparing: bool) -> tuple[Finding, ...]:
        found = all_of_it.findings[note.path]
        return tuple(one for one in found if compares(KNOWN[one.rule])) if comparing else found

    seen = [_seen(one, vault, all_of_it.judge, chosen, ask) for one in all_of_it.contents.read]
    return _run(all_of_it.contents, listing, configs, seen, all_of_it.judge)


def judge_chosen(
    found: Contents, listing: Listing, configs: Configs, chosen: Chosen, verdicts: "Verdicts | None" = None
) -> Run:
    """What the rules find that concerns the chosen notes; nothing else is judged. With `verdicts`, the web's rules run, too."""
    judge = Judge(configs, time.strftime("%Y-%m-%d"), verdicts)
    if chosen.everything and not verdicts:
        _look_ahead(found, judge, configs.at("").jobs, keeping=False)

    def ask(note: Note, *, comparing: bool) -> tuple[Finding, ...]:
        return findings_of(note, found.vault, judge, comparing=comparing)

    return _run(found, listing, configs, [_seen(one, found.vault, judge, chosen, ask) for one in found.read], judge)


def findings_of(note: Note, vault: Vault, judge: Judge, *, comparing: bool = False) -> tuple[Finding, ...]:
    """What the rules find in a note, in order, without what its comments silence."""
    return tuple(sorted(judge.heard(note, vault, comparing=comparing), key=order))


def order(finding: Finding) -> tuple[object, ...]:
    """By what findings are sorted."""
    return finding.path, finding.span, finding.rule, finding.message


def fails(finding: Finding, configs: Configs) -> bool:
    """Whether a run fails because of this finding."""
    reached = SEVERITIES.index(finding.severity) <= SEVERITIES.index(configs.at(finding.path).fail_on)
    return reached and KNOWN[finding.rule].may_fail


def count_links(note: Note) -> int:
    """How many links a reader of the note meets: a definition is none by itself."""
    return sum(link.kind != "definition" for link in note.links)


class _Seen(NamedTuple):
    """What is shown of one note, and what of it was looked at."""

    findings: tuple[Finding, ...] = ()
    notes: int = 0
    links: int = 0


def _look_ahead(found: Contents, judge: Judge, jobs: int, *, keeping: bool) -> None:
    """Have several processes judge the notes where that was asked for, or pays."""
    if jobs > 1 or (jobs == 0 and _ENOUGH <= sum(len(one.text.content) for one in found.read) <= _TOO_MUCH):
        from notelint.ahead import look_ahead  # most runs are over small vaults

        look_ahead([one.note for one in found.read if one.note], found.vault, judge, jobs, keeping=keeping)


def _findings_of(one: Read, vault: Vault, judge: Judge) -> tuple[Finding, ...]:
    if one.note is None:
        return tuple(judge.unreadable(one.path, one.offset, one.trouble))
    return findings_of(one.note, vault, judge)


def _seen(one: Read, vault: Vault, judge: Judge, chosen: Chosen, ask: Callable[..., tuple[Finding, ...]]) -> _Seen:
    if one.note is None:
        return _Seen(tuple(judge.unreadable(one.path, one.offset, one.trouble)), 1) if chosen.has(one.path) else _Seen()
    if chosen.has(one.path):
        return _Seen(ask(one.note, comparing=False), 1, count_links(one.note))
    spans = chosen.spans_elsewhere(one.note, vault)
    found = ask(one.note, comparing=not spans) if spans or chosen.paths else ()
    findings = tuple(finding for finding in found if is_about(finding, spans) or chosen.causes(finding))
    return _Seen(findings) if chosen.paths or not spans else _Seen(findings, 1, len(spans))


def _run(found: Contents, listing: Listing, configs: Configs, seen: list[_Seen], judge: Judge) -> Run:
    findings = tuple(sorted((finding for one in seen for finding in one.findings), key=order))
    return Run(
        listing.root,
        findings,
        sum(fails(finding, configs) for finding in findings),
        {one.path: one.text for one in found.read},
        sum(one.notes for one in seen),
        sum(one.links for one in seen),
        0.0,
        tuple(map(str, judge.crashes)),
    )
