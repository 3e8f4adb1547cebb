"""Fixes that a person on the terminal decides about, one by one."""

import sys
from difflib import unified_diff
from io import StringIO
from pathlib import Path

from notelint.cli.main import say
from notelint.errors import PathError
from notelint.finding import Finding, Fix, apply_edits
from notelint.report.neutral import neutral
from notelint.report.place import Shown
from notelint.text import Text

_HELP = {
    "y": "make this fix",
    "n": "do not",
    "a": "make this one and all others of this rule, of guesses the guesses alone",
    "q": "make neither this one nor any other that was not asked about",
    "?": "tell what these letters mean",
}


class Asking:
    """Wants what a person says yes to, guesses too; an answer holds for the rounds that follow.

    Raises PathError where nobody can be asked.
    """

    def __init__(self, root: Path) -> None:
        if not sys.stdin.isatty():
            raise PathError("--interactive asks on a terminal, and standard input is none.")
        self._root = root
        self._shown = Shown(Path.cwd())
        self._answers: dict[tuple[str, str, str], bool] = {}
        self._all: set[tuple[str, str]] = set()
        self._is_over = False

    def __call__(self, finding: Finding, text: Text) -> bool:
        """Whether the fix of a finding in a note of this text shall be made."""
        if finding.fix is None:
            return False
        key = finding.path, finding.rule, finding.fingerprint
        if key not in self._answers:
            self._answers[key] = self._decided(finding, finding.fix, text)
        return self._answers[key]

    def _decided(self, finding: Finding, fix: Fix, text: Text) -> bool:
        kind = finding.rule, fix.safety
        if self._is_over or kind in self._all:
            return not self._is_over
        self._show(finding, fix, text)
        answer = _answer("Make this fix?" if fix.safety == "safe" else "This is a guess. Make this fix?")
        if answer == "a":
            self._all.add(kind)
        self._is_over = answer == "q"
        return answer in ("y", "a")

    def _show(self, finding: Finding, fix: Fix, text: Text) -> None:
        position = text.position(finding.span.start)
        path = self._shown.path(self._root, finding.path)
        say(f"{path}:{position.line}:{position.column}: {finding.message} [{finding.rule}]")
        before, after = (list(StringIO(one, newline="\n")) for one in (text.content, apply_edits(text.content, fix.edits)))
        _, _, *changed = unified_diff(before, after, n=0)
        lines = (line for line in changed if not line.startswith("@@"))
        sys.stderr.writelines(f"  {line[0]} {neutral(line[1:].rstrip())}\n" for line in lines)


def _answer(question: str) -> str:
    """One of the letters; q where standard input ends (Ctrl-D)."""
    while True:
        sys.stderr.write(f"{question} [{','.join(_HELP)}] ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            sys.stderr.write("\n")
            return "q"
        letter = line.strip().lower()[:1]
        if letter in _HELP and letter != "?":
            return letter
        sys.stderr.writelines(f"  {one}: {meaning}\n" for one, meaning in _HELP.items())
