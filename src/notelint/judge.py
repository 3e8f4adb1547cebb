"""Rules applied to notes, as the configuration of each note says."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any

from notelint.config import SHARED, Config
from notelint.config.tree import Configs
from notelint.engine import ExpiredSuppression, UnexplainedSuppression, UnreadableNote, UnusedSuppression
from notelint.errors import RuleCrash
from notelint.finding import Finding
from notelint.note import Note
from notelint.rule import Rule
from notelint.rules import RULES, WHEN, Rules
from notelint.suppress import Silence, Silenced
from notelint.vault import Vault
from notelint.vault.notes import Notes

if TYPE_CHECKING:
    from notelint.web.verdicts import Verdicts

_OWN = {rule.name: rule for rule in (UnreadableNote, UnusedSuppression, ExpiredSuppression, UnexplainedSuppression)}
KNOWN = Rules({**RULES.modules, **{name: rule.__module__ for name, rule in _OWN.items()}})
"""Every rule by its name, and what the engine finds itself."""


def selected(config: Config) -> tuple[str, ...]:
    """The names of the rules that run under this configuration, in their usual order."""
    chosen: set[str] = set()
    for name in config.select:
        chosen |= set(KNOWN if name == "all" else filter(_by_default, KNOWN) if name == "default" else (name,))
    if config.require_reason:
        chosen.add(UnexplainedSuppression.name)
    return tuple(name for name in KNOWN if name in chosen and name not in config.ignore)


def _by_default(name: str) -> bool:
    return _OWN[name].default if name in _OWN else WHEN[name] != "on request"


def is_about_web(name: str) -> bool:
    """Whether a rule runs only when addresses were asked."""
    return WHEN.get(name) == "with --web"


def configured(config: Config, today: str = "") -> tuple[Rule, ...]:
    """The rules that run under this configuration, with their options and what they share. `today` is an ISO date."""
    return tuple(_configured(name, config, today) for name in selected(config))


def _configured(name: str, config: Config, today: str) -> Rule:
    shared = {"schemas": config.schemas, "today": today}
    return KNOWN[name](**_shared(KNOWN[name], shared), **config.options.get(name, {}))


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
        self._names: dict[int, tuple[str, ...]] = {}
        self._rules: dict[tuple[int, tuple[str, ...]], tuple[Rule, ...]] = {}
        self.ahead: Mapping[str, Sequence[Finding]] = {}
        """By the path of a note, what all rules find in it, where that was looked for ahead."""
        self.crashes: list[RuleCrash] = []
        self.silenced: dict[str, tuple[Silenced, ...]] = {}
        """By the path of a note with comments, what they silence."""
        self.readers: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        """By the path of a note, which rules have looked at its content to judge other notes: path of those → names."""
        self.name_readers: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        """The same of rules that have only asked what names are in it."""

    def names(self, path: str) -> tuple[str, ...]:
        """The names of the rules for the note of this path; configurations are few and live as long as the judge."""
        config = self._configs.at(path)
        if id(config) not in self._names:
            self._names[id(config)] = tuple(name for name in selected(config) if self._verdicts or not is_about_web(name))
        names = self._names[id(config)]
        if config.per_file_ignores:
            from notelint.ignores import whole_notes

            ignored = frozenset(whole_notes(config.per_file_ignores, path))
            return tuple(name for name in names if name not in ignored)
        return names

    def rules(self, path: str, only: Container[str] | None = None) -> tuple[Rule, ...]:
        """The configured rules for the note of this path; with `only`, those of these names, and no others are loaded."""
        config = self._configs.at(path)
        names = self.names(path) if only is None else tuple(name for name in self.names(path) if name in only)
        made = self._rules.setdefault((id(config), names), ())
        if not made:
            made = self._rules[id(config), names] = tuple(_configured(name, config, self.today) for name in names)
        return made

    def heard(
        self,
        note: Note,
        vault: Vault,
        *,
        comparing: bool = False,
        only: Container[str] | None = None,
        before: Iterable[Silenced] = (),
    ) -> list[Finding]:
        """What is found in a note without what its comments and the configuration silence, and what is found in the comments.

        With `comparing` or `only` not all rules are asked, as `findings` has it. `before` is what the comments silence of those
        rules that `only` leaves out; their findings are not told here.
        """
        crashes = len(self.crashes)
        found = list(self.findings(note, vault, comparing=comparing, only=only))
        if note.suppressions:
            silence = Silence(note, self.today)
            silenced = [silence.covers(one.rule, one.span.start) for one in found]
            silent = [(one.rule, one.span.start) for one in compress(found, silenced)]
            found = [one for one, is_silent in zip(found, silenced, strict=True) if not is_silent]
            self.silenced[note.path] = (*before, *silent)
            if not comparing and len(self.crashes) == crashes:
                found += self._about_comments(note, silence)
        ignores = self._configs.at(note.path).per_file_ignores
        if not ignores:
            return found
        from notelint.ignores import outside_sections

        return outside_sections(found, ignores, note)

    def findings(
        self, note: Note, vault: Vault, *, comparing: bool = False, only: Container[str] | None = None
    ) -> Iterator[Finding]:
        """What the rules find in a note, with the severities that its configuration gives them.

        With `comparing`, only the rules that compare notes are asked; with `only`, those of these names.
        """
        if note.path in self.ahead and not comparing and only is None:
            yield from self.ahead[note.path]
            return
        for rule in self.rules(note.path, only):
            if comparing and not compares(rule):
                continue
            yield from map(self._graded, self._run(rule, note, vault))

    def _graded(self, finding: Finding) -> Finding:
        """The finding with the severity that the configuration gives it."""
        level = self._configs.at(finding.path).severity.get(finding.rule)
        return finding._replace(severity=level) if level else finding

    def _about_comments(self, note: Note, silence: Silence) -> Iterator[Finding]:
        from notelint.comments import Ran, about_comments  # few notes have comments

        ran = Ran(KNOWN, frozenset(self.names(note.path)))
        yield from map(self._graded, about_comments(note, silence, self.silenced[note.path], ran))

    def _run(self, rule: Rule, note: Note, vault: Vault) -> Iterable[Finding]:
        try:
            found = list(rule.judge(note, vault, self._verdicts))
            if vault.notes.looked_at or vault.notes.names_looked_at:
                self._note_readers(rule, note, vault.notes)
            return found
        except Exception as error:  # whatever a rule does wrong must not hide what the others find
            self.crashes.append(RuleCrash(f"The rule {rule.name} crashed on {note.path}: {type(error).__name__}: {error}."))
            return []

    def _note_readers(self, rule: Rule, note: Note, notes: Notes) -> None:
        for paths, readers in ((notes.looked_at, self.readers), (notes.names_looked_at, self.name_readers)):
            for path in paths:
                if path != note.path:
                    readers[path][note.path].append(rule.name)
            paths.clear()

    def forget(self) -> None:
        """Know nothing any more of the notes that were judged."""
        self.ahead = {}
        for known in (self.crashes, self.silenced, self.readers, self.name_readers):
            known.clear()

    def unreadable(self, path: str, offset: int, message: str) -> Iterator[Finding]:
        """The finding that a note cannot be read, unless the configuration does not want it."""
        if UnreadableNote.name in self.names(path):
            yield self._graded(UnreadableNote().found(path, offset, message))
