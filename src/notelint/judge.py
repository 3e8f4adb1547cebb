"""Rules applied to notes, as the configuration of each note says."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from notelint.config import SHARED, Config
from notelint.config_tree import Configs
from notelint.engine import UnreadableNote
from notelint.errors import RuleCrash
from notelint.finding import Finding
from notelint.note import Note
from notelint.rule import NoteRule, Rule, VaultRule, WebRule
from notelint.rules import RULES
from notelint.vault import Vault

if TYPE_CHECKING:
    from notelint.web.verdicts import Verdicts

_ALL: tuple[type[Rule], ...] = (*RULES, UnreadableNote)
KNOWN: Mapping[str, type[Rule]] = {rule.name: rule for rule in _ALL}
"""Every rule by its name, and what the engine finds itself."""


def selected(config: Config) -> tuple[str, ...]:
    """The names of the rules that run under this configuration, in their usual order."""
    chosen: set[str] = set()
    for name in config.select:
        chosen |= {rule.name for rule in KNOWN.values() if name == "all" or (name == "default" and rule.default)} or {name}
    return tuple(name for name in KNOWN if name in chosen and name not in config.ignore)


def configured(config: Config, today: str = "") -> tuple[Rule, ...]:
    """The rules that run under this configuration, with their options and what they share. `today` is an ISO date."""
    shared = {"schemas": config.schemas, "today": today}
    return tuple(KNOWN[name](**_shared(KNOWN[name], shared), **config.options.get(name, {})) for name in selected(config))


def compares(rule: Rule | type[Rule]) -> bool:
    """Whether a rule compares notes which need not be linked."""
    return bool(getattr(rule, "compares", False))


def _shared(rule: type[Rule], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in SHARED if name in rule.options}


class Judge:
    """Applies the rules; a rule that raises is noted in `crashes`, and the others go on.

    Rules about the web run where there are verdicts.
    """

    def __init__(self, configs: Configs, today: str = "", verdicts: "Verdicts | None" = None) -> None:
        self._configs = configs
        self._verdicts = verdicts
        self.today = today
        self._rules: dict[int, tuple[Rule, ...]] = {}
        self.crashes: list[RuleCrash] = []
        self.readers: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        """By the path of a note, which rules have looked at its content to judge other notes: path of those → names."""

    def rules(self, path: str) -> tuple[Rule, ...]:
        """The configured rules for the note of this path; configurations are few and live as long as the judge."""
        config = self._configs.at(path)
        if id(config) not in self._rules:
            rules = configured(config, self.today)
            self._rules[id(config)] = tuple(rule for rule in rules if self._verdicts or not isinstance(rule, WebRule))
        return self._rules[id(config)]

    def findings(
        self, note: Note, vault: Vault, *, comparing: bool = False, only: Container[str] | None = None
    ) -> Iterator[Finding]:
        """What the rules find in a note, with the severities that its configuration gives them.

        With `comparing`, only the rules that compare notes are asked; with `only`, those of these names.
        """
        severity = self._configs.at(note.path).severity
        for rule in self.rules(note.path):
            if (comparing and not compares(rule)) or (only is not None and rule.name not in only):
                continue
            for finding in self._run(rule, note, vault):
                level = severity.get(finding.rule)
                yield finding._replace(severity=level) if level else finding

    def _run(self, rule: Rule, note: Note, vault: Vault) -> Iterable[Finding]:
        try:
            if isinstance(rule, NoteRule):
                return list(rule.check(note))
            if isinstance(rule, WebRule):
                return list(rule.check(note, self._verdicts)) if self._verdicts else []
            found = list(rule.check(note, vault)) if isinstance(rule, VaultRule) else []
            if vault.notes.looked_at:
                self._note_readers(rule, note, vault)
            return found
        except Exception as error:  # whatever a rule does wrong must not hide what the others find
            self.crashes.append(RuleCrash(f"The rule {rule.name} crashed on {note.path}: {type(error).__name__}: {error}."))
            return []

    def _note_readers(self, rule: Rule, note: Note, vault: Vault) -> None:
        for path in vault.notes.looked_at:
            if path != note.path:
                self.readers[path][note.path].append(rule.name)
        vault.notes.looked_at.clear()

    def unreadable(self, path: str, offset: int, message: str) -> Iterator[Finding]:
        """The finding that a note cannot be read, unless the configuration does not want it."""
        config = self._configs.at(path)
        if UnreadableNote.name in selected(config):
            finding = UnreadableNote().found(path, offset, message)
            yield finding._replace(severity=config.severity.get(finding.rule, finding.severity))
