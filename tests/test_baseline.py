"""Findings that were there before are not shown, whatever becomes of the notes; new ones are."""

import json
import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from notelint.baseline import NAME, Entry, counted, match, read, written
from notelint.chosen import Chosen
from notelint.cli.options import configs_for
from notelint.dialects import dialects
from notelint.errors import ConfigError
from notelint.files import list_files
from notelint.finding import Finding, fingerprint
from notelint.known import Known, Places, Scope
from notelint.lint import lint
from notelint.markdown import read_note
from notelint.note import Note
from notelint.run import Run
from notelint.text import Span, Text
from notelint.whole import read_vault
from tests import shuffled
from tests.conftest import Notelint, git, write
from tests.corpora import lay_out

GONE = "[x](gone.md)\n\n"


def finding(place: str, construct: str = "x") -> Finding:
    path, _, offset = place.partition(":")
    rule = "broken-link"
    return Finding(path, Span(int(offset or 0), 9), rule, "Gone.", "error", fingerprint(rule, construct))


def where(one: Finding) -> str:
    """Sections of ten characters each."""
    return f"{one.path}#{one.span.start // 10}"


@pytest.mark.parametrize(
    ("before", "after", "new", "gone"),
    [
        (["a:1"], ["a:1"], [], 0),
        (["a:1"], ["b:50"], [], 0),
        (["a:1"], [], [], 1),
        (["a:1"], ["a:1", "b:1"], ["b:1"], 0),
        (["b:1"], ["a:1", "b:1"], ["a:1"], 0),
        (["b:1"], ["a:1", "b:30"], ["a:1"], 0),
        (["a:31"], ["a:1", "a:30"], ["a:1"], 0),
        (["a:31", "b:1"], ["a:1", "a:2", "a:30"], ["a:2"], 0),
        (["a:1", "a:2", "c:1"], ["b:1", "a:1"], [], 1),
    ],
)
def test_the_place_decides_only_which_of_many_is_new(before: list[str], after: list[str], new: list[str], gone: int) -> None:
    found = [finding(place) for place in after]
    matched = match(found, counted(map(finding, before), where), where)
    assert [place for place, is_known in zip(after, matched.is_known, strict=True) if not is_known] == new
    assert sum(matched.gone.values()) == gone


def test_another_construct_is_another_finding() -> None:
    matched = match([finding("a:1", "y")], counted([finding("a:1", "x")], where), where)
    assert matched.is_known == (False,)


def test_ten_thousand_alike_are_matched_at_once() -> None:
    entries = counted([finding(f"n{number}:1") for number in range(10_000)], where)
    matched = match([finding(f"n{number}:1") for number in range(5_000, 15_001)], entries, where)
    assert matched.is_known.count(False) == 1


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    entries = {Entry("b-rule", "00ff", "a b.md#C %23#«D»\udcff"): 2, Entry("a-rule", "00ff", ""): 1}
    raw = written(entries)
    assert raw.decode().splitlines()[1:-1] == [
        '"a-rule 00ff ": 1,', '"b-rule 00ff a b.md#C %23#«D»\\udcff": 2,', '"version": 1'
    ]  # fmt: skip
    (tmp_path / NAME).write_bytes(raw)
    assert read(tmp_path / NAME) == entries
    assert read(tmp_path / "none") is None


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"{}", b'{"version": 2}', b'{"version": 1, "x": 1}', b'{"version": 1, "a b c": 0}', b"\xff",
        b'{"version": 1, "a b c": "1"}', b"[" * 100_000, b'<<<<<<< HEAD\n{"version": 1}\n', b'{"version": 1, "a b c": true}',
    ],
)  # fmt: skip
def test_what_is_no_baseline_ends_the_run_with_a_sentence(vault: Path, notelint: Notelint, content: bytes) -> None:
    (vault / NAME).write_bytes(content)
    write(vault, {"a.md": GONE})
    for arguments in (["check"], ["baseline", "--prune"]):
        ran = notelint(*arguments)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.count("\n") == 1
        assert "is no baseline" in ran.err
    assert notelint("check", "--no-baseline").code == 1
    with pytest.raises(ConfigError):
        read(vault / NAME)


def test_a_line_that_two_people_wrote_counts_once(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b'{\n"r f a.md": 1,\n"r f a.md": 2,\n"version": 1\n}\n')
    assert read(tmp_path / NAME) == {Entry("r", "f", "a.md"): 2}


# -- whole runs


@pytest.fixture
def based(repository: Path, notelint: Notelint) -> Path:
    """A repository with a baseline of three findings, two of them alike."""
    write(repository, {"a.md": f"# A\n\n{GONE}", "b.md": f"# B\n\n{GONE}[y](gone-too.md)\n", "c.md": "# C\n"})
    assert notelint("baseline").code == 0
    git(repository, "add", "--all")
    git(repository, "commit", "-q", "-m", "Notes")
    return repository


def shown(notelint: Notelint, *arguments: str) -> list[str]:
    found = json.loads(notelint("check", "--format", "json", *arguments).out)["findings"]
    assert found == json.loads(notelint("check", "--format", "json", "--no-cache", *arguments).out)["findings"]
    return [f"{one['path']}:{one['line']}" for one in found]


def test_a_run_over_some_notes_knows_what_a_run_over_all_knows(based: Path, notelint: Notelint) -> None:
    assert shown(notelint) == shown(notelint, "a.md") == shown(notelint, "b.md") == []
    write(based, {"c.md": f"# C\n\n{GONE}"})
    git(based, "add", "--all")
    assert shown(notelint) == shown(notelint, "c.md") == shown(notelint, "--staged") == ["c.md:3"]
    assert shown(notelint, "--since", "HEAD") == ["c.md:3"]
    write(based, {"a.md": "# A\n"})
    git(based, "add", "--all")
    assert shown(notelint) == shown(notelint, "c.md") == shown(notelint, "--staged") == [], "it has moved"
    write(based, {"b.md": f"# B\n\n{GONE}{GONE}[y](gone-too.md)\n"})
    assert shown(notelint) == shown(notelint, "c.md", "b.md") == ["c.md:3"]
    assert shown(notelint, "b.md") == [], "the second one there has taken the place of the one in a.md"


def test_the_exit_code_is_of_what_is_shown(based: Path, notelint: Notelint) -> None:
    assert notelint("check").code == 0
    assert notelint("check", "--no-baseline").code == 1
    write(based, {"c.md": "[new](new.md)\n"})
    assert notelint("check").code == 1
    assert notelint("check", "--since", "HEAD").code == 1


@pytest.mark.parametrize("form", ["concise", "grouped", "jsonl", "github", "gitlab", "sarif", "junit", "checkstyle", "html"])
def test_no_form_shows_what_is_known(based: Path, notelint: Notelint, form: str) -> None:
    assert "gone.md" not in notelint("check", "--format", form).out
    assert "gone.md" in notelint("check", "--format", form, "--no-baseline").out


def test_what_is_known_is_not_mended(repository: Path, notelint: Notelint) -> None:
    old, new = "[x] (https://www.python.org)", "[y] (https://www.python.org)"
    write(repository, {"a.md": f"{old}\n"})
    notelint("baseline")
    write(repository, {"a.md": f"{old}\n\n{new}\n"})
    notelint("check", "--fix")
    assert (repository / "a.md").read_text() == f"{old}\n\n[y](https://www.python.org)\n"
    notelint("check", "--fix", "--no-baseline")
    assert (repository / "a.md").read_text().startswith("[x](https://www.python.org)\n")


def test_rules_that_did_not_run_lose_nothing(based: Path, notelint: Notelint) -> None:
    before = (based / NAME).read_bytes()
    ran = notelint("check", "--ignore", "broken-link")
    assert "no longer be found" not in ran.err
    notelint("baseline", "--prune", "--ignore", "broken-link")
    assert (based / NAME).read_bytes() == before
    write(based, {"notelint.toml": 'per-file-ignores = { "*.md" = "broken-link" }\n'})
    assert "3 findings in the baseline can no longer be found" in notelint("check").err
    notelint("baseline", "--prune")
    assert read(based / NAME) == {}


def test_nothing_is_written_when_a_rule_crashes(based: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch) -> None:
    from notelint.rules.broken_link import BrokenLink

    def crash(*_: object) -> None:
        raise ValueError("broken")

    before = (based / NAME).read_bytes()
    monkeypatch.setattr(BrokenLink, "check", crash)
    assert notelint("baseline", "--prune", "--no-cache").code == 3
    assert (based / NAME).read_bytes() == before
    assert "no longer be found" not in notelint("check", "--no-cache").err


# -- real notes, and what becomes of them


class Edited:
    """A vault whose notes are edited at random in memory, with a baseline of what was found before.

    Sections are inserted, moved and renamed in notes of which nothing is found that hangs on the order of sections: no copies,
    no links to their own headings, and none from elsewhere. In the others the text is only pushed down, unless a copy begins
    it.
    """

    def __init__(self, root: Path, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
        listing = list_files(root)
        self._scope = Scope(listing, configs_for(listing, None, None), Chosen())
        self._before = self.lint({})
        self._entries = counted(self._before.findings, Places(self._scope, {}).of)
        vault = read_vault(listing, self._scope.configs, {}).vault
        self._notes = {path: note for path, note in vault.notes.items() if "\r" not in note.text.content}
        self._dialect = dialects(listing, self._scope.configs)
        found = [one for one in self._before.findings if one.rule in STRUCTURE]
        places = [(one.path, one.span) for one in found] + [(one.path, one.span) for each in found for one in each.related]
        related = {path for path, _ in places}
        tops = {path for path, span in places if path in self._notes and span.start <= shuffled.top(self._notes[path])}
        self._pushable = sorted(self._notes.keys() - tops)
        led_to = {vault.resolve(link, note).path for note in vault.notes.values() for link in note.links if "#" in link.target}
        self._free = [path for path in self._notes if path not in related | led_to]
        self.contents: dict[str, bytes] = {}
        self.planted: list[tuple[str, str]] = []
        self.done: set[str] = set()

    def lint(self, contents: Mapping[str, bytes]) -> Run:
        return lint(self._scope.listing, self._scope.configs, Chosen(), contents)

    def edit(self, number: int) -> None:
        kind = self.dice.choice(("insert", "move", "rename", "push", "plant"))
        path = self.dice.choice(self._free if self._free and kind in ("insert", "move", "rename") else self._pushable)
        note = self._notes[path]
        content = self._edited(kind, path, note, number)
        if content is not None:
            self.done.add(kind)
            self._notes[path] = read_note(path, Text(content, bom=note.text.bom), self._dialect(path))
            self.contents[path] = b"\xef\xbb\xbf" * note.text.bom + content.encode()

    def _edited(self, kind: str, path: str, note: Note, number: int) -> str | None:
        if kind == "insert":
            return shuffled.insert(note, f"Text {number}.", self.dice)
        if kind in ("move", "rename"):
            return (shuffled.move if kind == "move" else shuffled.rename)(note, self.dice)
        if kind == "push":
            return shuffled.push(note, f"Pushed {number}.")
        self.planted.append((path, f"planted-{number}.md"))
        return shuffled.push(note, f"[planted](planted-{number}.md)")

    def judge(self) -> None:
        """What was found before is not shown, what was planted is, and nothing is missed."""
        known = Known(self._entries, self._scope, self.lint, web=False)
        run = known.apart(self.lint(self.contents), self.contents)
        found = [(one.path, run.texts[one.path].slice(one.span)) for one in run.findings]
        assert sorted(found) == sorted((path, f"[planted]({target})") for path, target in self.planted)
        assert len(run.hidden) + sum(known.gone.values()) == len(self._before.findings)
        assert {entry.rule for entry in known.gone} <= {"deprecated-tool"}, "which looks at what stands around"


STRUCTURE = ("duplicate-section", "nav-mismatch", "duplicate-heading", "duplicate-anchor", "inconsistent-deprecation")


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("corpora"))


SMALL, LARGE = ("edpike365-seed", "foam"), ("dendron-site", "edpike365-head", "free-programming-books", "k8s-community")


@pytest.mark.parametrize(
    ("corpus", "edits"),
    [*((name, 150) for name in SMALL), *(pytest.param(name, 400, marks=pytest.mark.slow) for name in (*SMALL, *LARGE))],
)
def test_old_findings_stay_hidden_and_planted_ones_show(corpora: Path, corpus: str, edits: int) -> None:
    edited = Edited(corpora / corpus, seed=len(corpus))
    for number in range(edits):
        edited.edit(number)
    assert edited.done == {"insert", "move", "rename", "push", "plant"}
    edited.judge()
