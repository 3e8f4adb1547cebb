"""What a rule is.

The fields of a rule are its options, an instance is a configured rule. Its docstring shows it whole: one
sentence of what must hold, why, then fenced `bad` and `good` notes with `⟦…⟧` around each finding. Its parameters say what it
may look at, so the type checker guards what can be cached.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar, cast, dataclass_transform

from notelint.finding import Finding, Fix, Related, Severity, fingerprint
from notelint.note import Note
from notelint.text import Span
from notelint.vault import Vault

if TYPE_CHECKING:
    from notelint.web.verdicts import Verdicts

T = TypeVar("T")


class Option(NamedTuple):
    """What an option is when nothing is set, and the sentence that documents it."""

    default: Any
    help: str


def option(help_text: str, default: T) -> T:
    """An option of a rule, to be set beside its type: its default, and the sentence that documents it."""
    made: T = cast("T", Option(default, help_text))  # what the class makes a default of
    return made


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Rule(ABC):
    """What all rules share. Two are equal when they are of one class and have the same options; they never change.

    Much like a frozen dataclass, in a tenth of the time: with thirty rules, to make dataclasses took a fifth of a small run.
    """

    name: ClassVar[str]
    severity: ClassVar[Severity]
    default: ClassVar[bool] = True
    may_fail: ClassVar[bool] = True
    """Whether a run can fail because of what it finds; what depends on the day cannot."""
    options: ClassVar[Mapping[str, Option]] = {}
    """Its options by their names."""

    def __init_subclass__(cls) -> None:
        own = {name: value for name, value in vars(cls).items() if isinstance(value, Option)}
        cls.options = {**cls.options, **own}
        for name, value in own.items():
            setattr(cls, name, value.default)

    def __init__(self, **values: Any) -> None:
        for name, value in values.items():
            if name not in self.options:
                raise TypeError(f"{self.name} has no option {name}.")
            self.__dict__[name] = value
        self.check_options()

    def check_options(self) -> None:  # noqa: B027 - most rules take whatever their types allow
        """Raise ConfigError for options of the right type that are of no use."""

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{name} of {self.name} is set once and for all.")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.options)})"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and repr(other) == repr(self)

    def __hash__(self) -> int:
        return hash(repr(self))

    def judge(self, note: Note, vault: Vault, verdicts: "Verdicts | None") -> Iterable[Finding]:
        """What `check` finds, given whatever of these it asks for; nothing where that is missing."""
        return ()

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

    def judge(self, note: Note, vault: Vault, verdicts: "Verdicts | None") -> Iterable[Finding]:
        """The findings in this note."""
        return self.check(note)

    @abstractmethod
    def check(self, note: Note) -> Iterable[Finding]:
        """The findings in this note."""


class VaultRule(Rule):
    """A rule that judges one note in the light of all others.

    `compares` says that it compares notes which need not be linked: what it finds in one may be due to any other, which is then
    among the `related` places of the finding. `at_once` says that it rests on an answer about the whole vault, such as all its
    copies, which no second process is to compute.
    """

    compares: ClassVar[bool] = False
    at_once: ClassVar[bool] = False

    def judge(self, note: Note, vault: Vault, verdicts: "Verdicts | None") -> Iterable[Finding]:
        """The findings in this note, given the vault."""
        return self.check(note, vault)

    @abstractmethod
    def check(self, note: Note, vault: Vault) -> Iterable[Finding]:
        """The findings in this note, given the vault it lies in."""


class WebRule(Rule):
    """A rule that judges one note by what was learnt about its addresses. It runs only when they were asked (`--web`)."""

    def judge(self, note: Note, vault: Vault, verdicts: "Verdicts | None") -> Iterable[Finding]:
        """The findings in this note, given the verdicts."""
        return self.check(note, verdicts) if verdicts else ()

    @abstractmethod
    def check(self, note: Note, verdicts: "Verdicts") -> Iterable[Finding]:
        """The findings in this note, given the verdicts on its addresses."""
