"""What the engine itself finds: findings that no rule makes, because there is no note to judge."""

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
