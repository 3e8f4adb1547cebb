"""Fixes in rounds, over made notes and over the corpora."""

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notelint.chosen import Chosen
from notelint.config.tree import load
from notelint.files import list_files
from notelint.finding import Edit, Finding, Fix, Safety
from notelint.fix import MOST_ROUNDS, FixedNote, FixRun, Lint, Wanted, allows, fix, write
from notelint.judge import KNOWN
from notelint.lint import Run, lint
from notelint.mending import mend
from notelint.text import Span, Text
from tests.conftest import Notelint
from tests.conftest import write as lay
from tests.corpora import NAMES, lay_out, shared
from tests.markdown_samples import notes

_NOTES = {"a.md": "# A\n", "b c.md": "# Some Heading\n\n- Tool (deprecated)\n", "loft.sh": ""}
_DEFECTS = [
    "[a](https;//x.org)", "(text)[https://a.org/b]", "[x] (https://a.org)", "[x](http://a.org/b", "[l](#Head ing)",
    "[l](b c.md)", "[s](b%20c.md#some-headin)", "# Head\n", "## Head ing\n", "- Tool\n", "- [t](loft.sh/x)\n",
    "[r]: https://a.org/\n", "[r]", "[t][rr]", "---\nk: v\n---\n", "<https://a b>", "[t](htp://a.org)", "\n\n",
    "| [a](htttps://x.org) |\n", "> ", "- ", "  ", "`", "\r\n", "[a]: https://x.org \"t\n", "[x][https://a.org]",
    "[b](mailto;x@a.org)", "[bare](me@a.org)", "[A](A.md)", "![i](x.PNG)", "[t](https://a.org/\u200bx)", "[p](c:\\d.md)",
    "[q](dir\\b.md)", "word ", " ", "*",
]  # fmt: skip
_SMALL = ("edpike365-head", "edpike365-seed", "foam")
_contents = st.lists(st.one_of(st.sampled_from(_DEFECTS), notes.map(lambda text: text[:60])), max_size=14).map("".join)


def linter(root: Path) -> Lint:
    listing = list_files(root)
    configs = load(root, listing.markers, KNOWN, None, in_git=listing.in_git)
    return lambda contents: lint(listing, configs, Chosen(), contents)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Lint:
    folder = tmp_path_factory.mktemp("made")
    lay(folder, _NOTES)
    return linter(folder)


def settled(lint: Lint, contents: Mapping[str, bytes], safety: Safety) -> FixRun:
    """Fix, and see that nothing was taken back, that nothing is left to do, and that what is gone was mended."""
    runs: list[Run] = []

    def recording(contents: Mapping[str, bytes]) -> Run:
        runs.append(lint(contents))
        return runs[-1]

    wanted = allows(safety)
    done = fix(recording, contents, wanted)
    assert done.withdrawn == ()
    assert [finding for finding in done.run.findings if wanted(finding, done.run.texts[finding.path])] == []
    gone = counts(runs[0].findings) - counts(runs[-1].findings)
    # A finding of another rule about the very construct that was mended goes with it.
    assert {path for path, _ in gone} <= {finding.path for note in done.notes for finding in note.applied}
    assert_rest_is_untouched(runs[0], wanted)
    return done


def assert_rest_is_untouched(run: Run, wanted: Wanted) -> None:
    """Walk through each note as the first round leaves it: between the edits, every character is as it was."""
    for path in {finding.path for finding in run.findings if wanted(finding, run.texts[finding.path])}:
        before = run.texts[path].content
        mended = mend(
            before, [finding for finding in run.findings if finding.path == path and wanted(finding, run.texts[path])]
        )
        old = new = 0
        for edit in sorted(edit for finding in mended.applied if finding.fix for edit in finding.fix.edits):
            kept = before[old : edit.span.start]
            assert mended.content[new : new + len(kept)] == kept
            replacement = edit.replacement.replace("\n", "\r\n") if "\r\n" in before else edit.replacement
            assert mended.content[new + len(kept) :].startswith((edit.replacement, replacement))
            new += len(kept) + len(replacement if mended.content.startswith(replacement, new + len(kept)) else edit.replacement)
            old = edit.span.end
        assert mended.content[new:] == before[old:]


def counts(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    return Counter((finding.path, finding.rule) for finding in findings)


@given(_contents)
@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_all_fixes_settle_and_none_reaches_beyond_its_construct(made: Lint, content: str) -> None:
    settled(made, {"a.md": content.encode("utf-8", "replace")}, "safe")
    settled(made, {"a.md": content.encode("utf-8", "replace")}, "unsafe")


@pytest.mark.slow
@given(_contents)
@settings(max_examples=20_000, deadline=None, suppress_health_check=list(HealthCheck))
def test_all_fixes_settle_in_many_notes(made: Lint, content: str) -> None:
    settled(made, {"a.md": content.encode("utf-8", "replace")}, "unsafe")


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("corpora"))


@pytest.mark.parametrize("name", NAMES)
def test_the_corpora_are_mended_once_and_only_where_the_edits_are(corpora: Path, name: str) -> None:
    assert settled(linter(corpora / name), {}, "safe").notes


@pytest.mark.parametrize("name", [pytest.param(name, marks=() if name in _SMALL else pytest.mark.slow) for name in NAMES])
def test_so_they_are_with_guesses(corpora: Path, name: str) -> None:
    assert settled(linter(corpora / name), {}, "unsafe").notes


def test_a_note_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"changed")
    (tmp_path / "b.md").write_bytes(b"\xef\xbb\xbfold\r\n")
    notes = [
        FixedNote("a.md", Text("old"), Text("new"), ()),
        FixedNote("b.md", Text("old\r\n", bom=True), Text("new\r\n", bom=True), ()),
    ]
    assert write(tmp_path, notes) == ["a.md has changed since it was read, so it was left alone: run this again."]
    assert (tmp_path / "a.md").read_bytes() == b"changed"
    assert (tmp_path / "b.md").read_bytes() == b"\xef\xbb\xbfnew\r\n"


def test_fixes_that_undo_each_other_end_after_ten_rounds(tmp_path: Path) -> None:
    lay(tmp_path, {"a.md": "one"})
    rounds = []

    def swinging(contents: Mapping[str, bytes]) -> Run:
        content = contents.get("a.md", b"one").decode()
        rounds.append(content)
        other = {"one": "two", "two": "one"}[content]
        made = Fix("safe", "", (Edit(Span(0, 3), other),))
        found = Finding("a.md", Span(0, 3), "broken-link", "", "error", content, made)
        return linter(tmp_path)({})._replace(findings=(found,), texts={"a.md": Text(content)})

    fix(swinging, {}, allows("safe"))
    assert len(rounds) == MOST_ROUNDS + 1


def test_a_fix_that_was_taken_back_is_told_and_the_others_are_made() -> None:
    text = Text("[a](x) [b](y)\n")
    bad = Finding("a.md", Span(0, 6), "broken-link", "", "error", "1", Fix("safe", "", (Edit(Span(4, 5), "y)\n\n("),)))
    good = Finding("a.md", Span(7, 13), "broken-link", "", "error", "2", Fix("safe", "", (Edit(Span(11, 12), "z"),)))
    without = good._replace(fix=None)
    rounds = iter([(bad, without, good), (bad, without)])

    def made(contents: Mapping[str, bytes]) -> Run:
        texts = {path: Text(raw.decode()) for path, raw in contents.items()}
        return Run(Path(), next(rounds), 0, texts, 1, 2, 0.0, ())

    done = fix(made, {"a.md": text.content.encode()}, lambda finding, text: True)
    assert done.withdrawn == (bad,)
    assert [(note.after.content, note.applied) for note in done.notes] == [("[a](x) [b](z)\n", (good,))]


def test_a_note_that_is_gone_is_said(tmp_path: Path) -> None:
    gone = FixedNote("a.md", Text("old"), Text("new"), ())
    assert write(tmp_path, [gone]) == ["a.md could not be read again, so it was left alone: No such file or directory."]


def test_the_first_page_is_mended_by_the_command(vault: Path, notelint: Notelint) -> None:
    shutil.copyfile(shared("notes/containers.md"), vault / "containers.md")
    text = "Let's%20start%20with%20minikube.,in%20replacement%20for%20Docker%20Desktop."
    meant = f"https://matt-rickard.com/docker-desktop-alternatives/#:~:text={text}"
    assert "2 fixes made in 1 note." in notelint("check", "--fix").err
    mended = (vault / "containers.md").read_text(encoding="utf-8")
    assert mended.count(f"[replacement for Docker Desktop]({meant})") == 2
    assert "[Loft](loft.sh)" in mended
    notelint("check", "--unsafe-fixes")
    assert "[Loft](https://loft.sh)" in (vault / "containers.md").read_text(encoding="utf-8")
