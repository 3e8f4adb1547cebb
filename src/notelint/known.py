"""A run without the findings that the baseline of its vault knows."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from notelint.baseline import Entries, Entry, match, place
from notelint.chosen import Chosen
from notelint.files import Listing
from notelint.finding import Finding
from notelint.run import Run

if TYPE_CHECKING:
    from notelint.config.tree import Configs
    from notelint.note import Note


class Scope(NamedTuple):
    """What is looked at: the files, their configurations, and which notes were chosen."""

    listing: Listing
    configs: "Configs"
    chosen: Chosen


class Known:
    """Takes from runs over a vault what its baseline knows.

    `lint_all` is a run over the whole vault (of contents by path): where only some notes were looked at, it tells whether a
    finding in them is one more of its kind. `gone` is what the baseline knew and the last run over everything did not find.
    """

    def __init__(self, entries: Entries, scope: Scope, lint_all: Callable[[Mapping[str, bytes]], Run], *, web: bool) -> None:
        self._entries = entries
        self._kept = Counter[tuple[str, str]]()
        for entry, count in entries.items():
            self._kept[entry.fingerprint, entry.path] += count
        self._scope = scope
        self._lint_all = lint_all
        self._web = web
        self.gone: Entries = {}

    def apart(self, run: Run, contents: Mapping[str, bytes]) -> Run:
        """The run, with what is known set apart."""
        from notelint.whole import fails

        findings = run.findings
        if not self._scope.chosen.everything and self._may_be_new(findings):
            everything = self._lint_all(contents).findings
            findings = tuple(dict.fromkeys((*everything, *findings)))
        places = Places(self._scope, contents)
        matched = match(findings, self._entries, places.of)
        if self._scope.chosen.everything:
            self.gone = {} if run.crashes else ran(matched.gone, self._scope.configs, web=self._web)
        known = {finding for finding, is_known in zip(findings, matched.is_known, strict=True) if is_known}
        if not known:
            return run
        shown = tuple(finding for finding in run.findings if finding not in known)
        hidden = tuple(finding for finding in run.findings if finding in known)
        failing = run.failing - sum(fails(finding, self._scope.configs) for finding in hidden)
        return run._replace(findings=shown, failing=failing, hidden=hidden)

    def _may_be_new(self, findings: Iterable[Finding]) -> bool:
        """Whether one of the findings may be one more of a known kind, or may have come from another note.

        It is none where a note that was looked at has no more of them than it is known to have.
        """
        marks = {mark for mark, _ in self._kept}
        counts = Counter((finding.fingerprint, finding.path) for finding in findings if finding.fingerprint in marks)
        return any(
            path not in self._scope.chosen.paths or count > self._kept[mark, path] for (mark, path), count in counts.items()
        )


class Places:
    """The places of findings in a vault; the notes are read when someone asks."""

    def __init__(self, scope: Scope, contents: Mapping[str, bytes]) -> None:
        self._scope = scope
        self._contents = contents
        self._notes: dict[str, Note | None] = {}

    def of(self, finding: Finding) -> str:
        """The place of a finding."""
        path = finding.path
        if path not in self._notes:
            from notelint.reading import read_one
            from notelint.whole import tasks_for

            (task,) = tasks_for([path], self._scope.listing, self._scope.configs, self._contents)
            self._notes[path] = read_one(task).note
        return place(path, self._notes[path], finding.span.start)


def ran(entries: Entries, configs: "Configs", *, web: bool) -> Entries:
    """The entries of rules that have run, or that are no more."""
    if not entries:
        return {}
    from notelint.judge import KNOWN, is_about_web, selected

    def has_run(entry: Entry) -> bool:
        if entry.rule not in KNOWN:
            return True
        return entry.rule in selected(configs.at(entry.path)) and (web or not is_about_web(entry.rule))

    return {entry: count for entry, count in entries.items() if has_run(entry)}
