"""Fixes in rounds: lint, mend, lint again what was mended, until nothing is left to do; then write."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

from notelint.finding import Finding, Safety
from notelint.lint import Run
from notelint.mending import mend
from notelint.text import Text
from notelint.writing import WriteError, write_whole

Lint: TypeAlias = Callable[[Mapping[str, bytes]], Run]
"""Lints a vault with some contents (path → bytes) in place of its files."""
Wanted: TypeAlias = Callable[[Finding, Text], bool]
"""Whether the fix of a finding in a note of this text shall be made."""

MOST_ROUNDS = 10
_Key: TypeAlias = tuple[str, str, str]


class FixedNote(NamedTuple):
    """A note before and after, and the findings whose fixes were made."""

    path: str
    before: Text
    after: Text
    applied: tuple[Finding, ...]


class FixRun(NamedTuple):
    """What came of fixing: the first run, over the notes as they are on disk, the last, over the mended ones, and these.

    `notes` are in order of path; `withdrawn` are findings whose fixes would have changed more than they say: bugs of notelint.
    """

    first: Run
    run: Run
    notes: tuple[FixedNote, ...]
    withdrawn: tuple[Finding, ...]


def fix(lint: Lint, contents: Mapping[str, bytes], wanted: Wanted) -> FixRun:
    """Mend in at most ten rounds, in memory: nothing is written."""
    run = first = lint(contents)
    texts: dict[str, Text] = {}
    applied: defaultdict[str, list[Finding]] = defaultdict(list)
    withdrawn: dict[_Key, Finding] = {}
    for _ in range(MOST_ROUNDS):
        changed = False
        for path, findings in _fixable(run, wanted, withdrawn).items():
            mended = mend(run.texts[path].content, findings)
            withdrawn.update((_key(finding), finding) for finding in mended.withdrawn)
            if mended.applied:
                texts[path] = Text(mended.content, bom=run.texts[path].bom)
                applied[path] += mended.applied
                changed = True
        if not changed:
            break
        run = lint({**contents, **{path: encoded(text) for path, text in texts.items()}})
    notes = [FixedNote(path, first.texts[path], text, tuple(applied[path])) for path, text in sorted(texts.items())]
    return FixRun(first, run, tuple(notes), tuple(withdrawn.values()))


def allows(safety: Safety) -> Wanted:
    """Wants safe fixes only, or (`unsafe`) all."""
    return lambda finding, text: finding.fix is not None and (safety == "unsafe" or finding.fix.safety == "safe")


def write(root: Path, notes: Iterable[FixedNote]) -> list[str]:
    """Write the notes that are still as they were read; gives a sentence for each that was left alone."""
    troubles = []
    for note in notes:
        file = root / note.path
        try:
            if file.read_bytes() != encoded(note.before):
                troubles.append(f"{note.path} has changed since it was read, so it was left alone: run this again.")
                continue
            write_whole(file, encoded(note.after))
        except OSError as error:
            troubles.append(f"{note.path} could not be read again, so it was left alone: {error.strerror or error}.")
        except WriteError as error:
            troubles.append(str(error))
    return troubles


def encoded(text: Text) -> bytes:
    """The bytes of a note: UTF-8, with its byte order mark if it has one."""
    return b"\xef\xbb\xbf" * text.bom + text.content.encode("utf-8")


# -- inside


def _fixable(run: Run, wanted: Wanted, withdrawn: Mapping[_Key, Finding]) -> Mapping[str, list[Finding]]:
    by_path: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in run.findings:
        if finding.fix and _key(finding) not in withdrawn and wanted(finding, run.texts[finding.path]):
            by_path[finding.path].append(finding)
    return by_path


def _key(finding: Finding) -> _Key:
    return finding.path, finding.rule, finding.fingerprint
