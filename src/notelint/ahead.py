"""What rules find in all notes, looked for in several processes.

The vault is in memory, and processes forked from this one share it: only what is found goes from one to another. Rules that
rest on an answer about the whole vault (`VaultRule.at_once`) run here, where that is computed once. Meanwhile helpers take
portions of the notes, as this process does when it is done with those rules. What comes out is the same as of one process.
"""

import pickle
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from notelint.finding import Finding
from notelint.judge import KNOWN, Judge
from notelint.note import Note
from notelint.processes import MOST_PORTIONS, LostHelperError, helped, may_fork, processors
from notelint.vault import Vault
from notelint.vault.asked import Asked, ask_again, asked

_MOST = 3
"""Two that take half of the notes each are done before the third knows all copies and marked items; more only wait."""

_Readers: TypeAlias = Mapping[str, Mapping[str, list[str]]]
_RANKS = {name: rank for rank, name in enumerate(KNOWN)}


class _Handed(NamedTuple):
    """What a helper hands back: findings by path, and whether a rule has crashed.

    Where that is to be kept, also who looked at whom, and what the vault was asked.
    """

    findings: Mapping[str, list[Finding]]
    crashed: bool
    readers: _Readers
    name_readers: _Readers
    asked: Asked | None


def look_ahead(notes: Sequence[Note], vault: Vault, judge: Judge, jobs: int, *, keeping: bool) -> None:
    """Have the judge know what its rules find in these notes.

    `jobs` is how many processes look for that, 0 for as many as help. With `keeping`, judge and vault tell afterwards of all
    that was looked at and asked, too. Where no process can be had or one is lost, or where a rule crashes, nothing is known:
    then the rules run in order, as they do in one process.
    """
    count = min(jobs or min(processors(), _MOST), len(notes) // 2)
    if count < 2 or not may_fork():
        return
    size = -(-len(notes) // MOST_PORTIONS)
    portions = [notes[start : start + size] for start in range(0, len(notes), size)]
    at_once = {rule.name for note in notes for rule in judge.rules(note.path) if getattr(rule, "at_once", False)}
    others = KNOWN.keys() - at_once

    def found_in(numbers: Iterator[int]) -> dict[str, list[Finding]]:
        return _found(judge, vault, (note for number in numbers for note in portions[number]), others)

    def work(numbers: Iterator[int]) -> bytes:
        return pickle.dumps(_handed(found_in(numbers), vault, judge, keeping=keeping))

    try:
        with helped(count - 1, len(portions), work) as helpers:
            first = _found(judge, vault, notes, at_once)
            found = found_in(helpers.left())
            parts: list[_Handed] = [pickle.loads(one) for one in helpers.handed()]  # noqa: S301 -- from this very program
    except (LostHelperError, OSError):
        judge.forget()
        return
    for part in parts:
        found.update(part.findings)
        _take(part, vault, judge)
    if judge.crashes or any(part.crashed for part in parts):
        judge.forget()
    else:
        judge.ahead = {path: sorted(first[path] + more, key=_rank) for path, more in found.items()}


def _found(judge: Judge, vault: Vault, notes: Iterable[Note], only: Container[str]) -> dict[str, list[Finding]]:
    return {note.path: list(judge.findings(note, vault, only=only)) for note in notes}


def _rank(finding: Finding) -> int:
    """By what findings are in the order in which one process finds them."""
    return _RANKS[finding.rule]


def _handed(found: Mapping[str, list[Finding]], vault: Vault, judge: Judge, *, keeping: bool) -> _Handed:
    if not keeping:
        return _Handed(found, bool(judge.crashes), {}, {}, None)
    readers, name_readers = ({path: dict(by) for path, by in one.items()} for one in (judge.readers, judge.name_readers))
    return _Handed(found, bool(judge.crashes), readers, name_readers, asked(vault))


def _take(part: _Handed, vault: Vault, judge: Judge) -> None:
    """Note what a helper has looked at and asked, as if it had been done here."""
    for own, other in ((judge.readers, part.readers), (judge.name_readers, part.name_readers)):
        for path, readers in other.items():
            for reader, rules in readers.items():
                own[path][reader] += rules
    if part.asked:
        ask_again(vault, part.asked)
