"""What the engine itself finds: notes that cannot be read, and comments that do not do what they are there for."""

from typing import ClassVar

from notelint.finding import Finding, Severity, fingerprint
from notelint.rule import Rule
from notelint.text import Span


class UnreadableNote(Rule):
    """Every note is UTF-8 text of at most 10 MB that can be opened.

    A note that is not is reported once, where the trouble begins, and the run goes on without it: links into it are taken to
    be right. Save it as UTF-8, or name it in `exclude` when it is no note.
    """

    name: ClassVar[str] = "unreadable-note"
    severity: ClassVar[Severity] = "error"

    def found(self, path: str, offset: int, message: str) -> Finding:
        """The one finding in an unreadable note."""
        return Finding(path, Span(offset, offset + 1), self.name, message, self.severity, fingerprint(self.name, path))


class UnusedSuppression(Rule):
    """A comment that silences findings silences at least one, of every rule that it names.

    One that silences nothing was forgotten when the note was mended, and will hide the next fault in its place. Delete it, or
    take the name of the rule out of it. A name that is no rule is told, too. Only rules that have run can tell: nothing is said
    of those that are not selected, of those about the web, or of `duplicate-section`, which finds the other copy where one is
    silenced. A comment without names is told when all rules that are on by default have run, and no address on the web stands
    where it counts.
    """

    name: ClassVar[str] = "unused-suppression"
    severity: ClassVar[Severity] = "warning"


class ExpiredSuppression(Rule):
    """A comment with `until=` is gone once its day has passed.

    It silences nothing since then. Mend what it hid and delete it, or give it a later day. What is no day (`until=soon`) counts
    as past. No run fails because of this finding, since it comes with the day.
    """

    name: ClassVar[str] = "expired-suppression"
    severity: ClassVar[Severity] = "warning"
    may_fail: ClassVar[bool] = False


class UnexplainedSuppression(Rule):
    """A comment that silences findings says why, with `reason="…"`.

    Whoever reads the note next cannot know whether the fault behind the comment is meant, forgotten or mended elsewhere. The
    rule runs with `--require-reason`, with `require-reason = true` in the configuration, or when it is selected.
    """

    name: ClassVar[str] = "unexplained-suppression"
    severity: ClassVar[Severity] = "warning"
    default: ClassVar[bool] = False
