"""Fixes on the command line: which are wanted, asked for, shown or written, and what is said about them."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from difflib import unified_diff
from functools import cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from notelint import git
from notelint.cli.main import say
from notelint.cli.options import Fixing
from notelint.cli.output import put
from notelint.files import UnreadableError, decode
from notelint.fix import FixedNote, Lint, Wanted, allows, encoded, fix, write
from notelint.globs import matches
from notelint.markdown import read_note
from notelint.note import Note
from notelint.renames import RULE, with_renames
from notelint.run import Run

if TYPE_CHECKING:
    from notelint.config.tree import Configs


def mended(fixing: Fixing, root: Path, contents: Mapping[str, bytes], lint: Lint, configs: "Configs", *, piped: bool) -> Run:
    """Fix the notes of a vault in the way that is asked for, and give the run over the notes as they are on disk then.

    `piped` says that `contents` is the note that came by standard input: once fixed it goes to standard output, and nothing
    is written.
    """
    wanted = _wanted(fixing, root)
    done = fix(lambda now: _knowing_renames(lint(now), root, configs), contents, wanted)
    for finding in done.withdrawn:
        say(f"{finding.path}: the fix of {finding.rule} would change more than it says, so it was not made: a bug in notelint.")
    if fixing.diff:
        for note in done.notes:
            put(difference(note).encode())
    elif piped:
        put(_only(contents, done.notes))
    else:
        written = tuple(note for note in done.notes if _written(root, note))
        if len(written) < len(done.notes):  # what is left to report is what the files hold
            now = {**contents, **{note.path: encoded(note.after) for note in written}}
            say(told(written, would=False) if written else "No fix was made.")
            return lint(now)
    if done.notes or not any(finding.fix for finding in done.run.findings):
        say(told(done.notes, would=fixing.diff))
    else:  # none was wanted: guesses, or what a person said no to
        say(f"No fix {'would be' if fixing.diff else 'was'} made.")
    return done.first if fixing.diff else done.run


def difference(note: FixedNote) -> str:
    """What changed in a note, as a unified diff that `git apply` takes."""
    before, after = (lines_of(encoded(text).decode()) for text in (note.before, note.after))
    lines = unified_diff(before, after, f"a/{note.path}", f"b/{note.path}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def told(notes: Sequence[FixedNote], *, would: bool) -> str:
    """How many fixes there were, as a sentence."""
    count = sum(len(note.applied) for note in notes)
    if not count:
        return "There is nothing to fix."
    fixes = f"{count:,} fix{'es' * (count != 1)}"
    places = f"{len(notes):,} note{'s' * (len(notes) != 1)}"
    return f"{fixes} would be made in {places}." if would else f"{fixes} made in {places}."


# -- inside


def _wanted(fixing: Fixing, root: Path) -> Wanted:
    if fixing.interactive:
        from notelint.cli.interactive import Asking

        return Asking(root)
    return allows("unsafe" if fixing.unsafe else "safe")


def _knowing_renames(run: Run, root: Path, configs: "Configs") -> Run:
    """The run, with sure fixes for links to headings that have been given another title since the last commit."""
    if not any(finding.rule == RULE for finding in run.findings):
        return run
    platforms = configs.vault_settings().platforms

    @cache
    def before(path: str) -> Note | None:
        return _read(path, git.run(root, "show", f"HEAD:{path}"))

    @cache
    def now(path: str) -> Note | None:
        text = run.texts.get(path)
        return read_note(path, text) if text else _read(path, _content(root / path))

    def platform(path: str) -> str:
        return next(names[0] for glob, names in platforms if matches(path, (glob,)))

    return run._replace(findings=tuple(with_renames(run.findings, now, before, platform)))


def _read(path: str, content: bytes | None) -> Note | None:
    with suppress(UnreadableError):
        return None if content is None else read_note(path, decode(content))
    return None


def _content(file: Path) -> bytes | None:
    with suppress(OSError):
        return file.read_bytes()
    return None


def _written(root: Path, note: FixedNote) -> bool:
    """Write a note; where that cannot be, say why."""
    troubles = write(root, (note,))
    for trouble in troubles:
        say(trouble)
    return not troubles


def _only(contents: Mapping[str, bytes], notes: Sequence[FixedNote]) -> bytes:
    """The note that came by standard input, fixed or as it was."""
    ((path, content),) = contents.items()
    return next((encoded(note.after) for note in notes if note.path == path), content)


def lines_of(content: str) -> list[str]:
    """The lines with their ends; only a line feed ends one, as git sees it."""
    return list(StringIO(content, newline="\n"))
