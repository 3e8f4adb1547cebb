"""What a rule is.

A rule is a frozen dataclass: its fields are its options, an instance is a configured rule. Its docstring shows it whole: one
sentence of what must hold, why, then fenced `bad` and `good` notes with `⟦…⟧` around each finding. Its parameters say what it
may look at, so the type checker guards what can be cached.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from notelint.finding import Finding, Fix, Related, Severity, fingerprint
from notelint.note import Note
from notelint.text import Span
from notelint.vault import Vault

if TYPE_CHECKING:
    from notelint.web.verdicts import Verdicts

T = TypeVar("T")


def option(help_text: str, default: T) -> T:
    """An option of a rule: a dataclass field with its default and the sentence that documents it."""
    mutable = isinstance(default, dict | list)
    given: dict[str, Any] = {"default_factory": lambda: default} if mutable else {"default": default}
    made: T = field(**given, metadata={"help": help_text})
    return made


@dataclass(frozen=True)
class Rule(ABC):
    """What all rules share."""

    name: ClassVar[str]
    severity: ClassVar[Severity]
    default: ClassVar[bool] = True
    may_fail: ClassVar[bool] = True
    """Whether a run can fail because of what it finds; what depends on the day cannot."""
    front_matter_only: ClassVar[bool] = False
    """Whether it looks at nothing but front matter, so that its findings hold until that of some note changes."""

    def finding(
        self,
        note: Note,
        span: Span,
        message: str,
        *,
        construct: str = "",
        severity: Severity | None = None,
        fix: Fix | None = None,
        related: tuple[Related, ...] = (),
    ) -> Finding:
        """A finding of this rule; `construct` is what the fingerprint is made of, by default the text of the span."""
        mark = fingerprint(self.name, construct or note.text.slice(span))
        return Finding(note.path, span, self.name, message, severity or self.severity, mark, fix, related)


class NoteRule(Rule):
    """A rule that judges one note by itself."""

    @abstractmethod
    def check(self, note: Note) -> Iterable[Finding]:
        """The findings in this note."""


class VaultRule(Rule):
    """A rule that judges one note in the light of all others.

    `compares` says that it compares notes which need not be linked: what it finds in one may be due to any other, which is then
    among the `related` places of the finding.
    """

    compares: ClassVar[bool] = False

    @abstractmethod
    def check(self, note: Note, vault: Vault) -> Iterable[Finding]:
        """The findings in this note, given the vault it lies in."""


class WebRule(Rule):
    """A rule that judges one note by what was learnt about its addresses. It runs only when they were asked (`--web`)."""

    @abstractmethod
    def check(self, note: Note, verdicts: "Verdicts") -> Iterable[Finding]:
        """The findings in this note, given the verdicts on its addresses."""
