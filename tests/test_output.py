"""Where reports go: the standard output, files in several forms at once, the summary of a job."""

import json
import os
import stat
import threading
from pathlib import Path

import pytest

from notelint.report import job_summary
from notelint.report.formats import FORMATS, LINES
from tests.conftest import Notelint, git, process, write
from tests.reports import finding, run, xml

BROKEN = {"a.md": "# A\n\n[b](c.md)\n", "é.md": "[d](e.md)\n"}


def test_several_forms_at_once(vault: Path, notelint: Notelint) -> None:
    write(vault, BROKEN)
    wanted = [f"--output={form}=out-{form}" for form in FORMATS]
    ran = notelint("check", "--format", "concise", *wanted)
    assert ran.code == 1
    assert ran.err == ""
    for form in FORMATS:
        if form not in ("json", "jsonl"):  # these tell how long it took
            assert (vault / f"out-{form}").read_text(encoding="utf-8") == notelint("check", "--format", form).out
    assert len(json.loads((vault / "out-json").read_bytes())["findings"]) == 2
    assert ran.out == (vault / "out-concise").read_text(encoding="utf-8")


def test_a_report_is_as_others_may_read_files_here(vault: Path, notelint: Notelint) -> None:
    write(vault, {**BROKEN, "old.sarif": "{}"})
    (vault / "old.sarif").chmod(0o640)
    before = os.umask(0o022)
    try:
        notelint("check", "--output=sarif=new.sarif", "--output=sarif=old.sarif")
    finally:
        os.umask(before)
    assert stat.S_IMODE((vault / "new.sarif").stat().st_mode) == 0o644
    assert stat.S_IMODE((vault / "old.sarif").stat().st_mode) == 0o640
    assert (vault / "old.sarif").read_bytes() == (vault / "new.sarif").read_bytes()
    assert sorted(path.name for path in vault.iterdir()) == ["a.md", "new.sarif", "old.sarif", "é.md"]


@pytest.mark.parametrize("given", ["sarif", "sarif=", "=a", "xml=a.xml", "", "sarif:a"])
def test_a_mistake_is_told_before_the_work(vault: Path, notelint: Notelint, given: str) -> None:
    write(vault, BROKEN)
    ran = notelint("check", "--output", given)
    assert (ran.code, ran.out) == (2, "")
    assert "FORMAT=FILE" in ran.err


def test_no_report_replaces_another(vault: Path, notelint: Notelint) -> None:
    write(vault, BROKEN)
    ran = notelint("check", "--output=sarif=out", "--output=json=./out")
    assert (ran.code, ran.out) == (2, "")
    assert not (vault / "out").exists()


def test_no_report_replaces_a_note(vault: Path, notelint: Notelint) -> None:
    write(vault, {"a.md": "# A\n"})
    ran = notelint("check", "--output", "text=a.md")
    assert (ran.code, ran.err) == (2, "notelint: --output would replace the note a.md by a report; name another file.\n")
    assert (vault / "a.md").read_text() == "# A\n"
    assert notelint("check", "--output", "text=new.md").code == 0


def test_where_nothing_can_be_written_the_rest_is_told(vault: Path, notelint: Notelint) -> None:
    write(vault, BROKEN)
    ran = notelint("check", "--output=sarif=nowhere/out.sarif")
    assert ran.code == 2
    assert "nowhere/out.sarif" in ran.err
    assert "a.md:3:1: error" in ran.out


def test_a_pipe_is_written_to_and_not_replaced(vault: Path, notelint: Notelint) -> None:
    write(vault, BROKEN)
    os.mkfifo(vault / "pipe")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append((vault / "pipe").read_bytes()), daemon=True)
    reader.start()
    notelint("check", "--output=junit=pipe")
    reader.join(timeout=10)
    assert xml(read[0].decode()).tag == "testsuites"
    assert stat.S_ISFIFO((vault / "pipe").stat().st_mode)


@pytest.mark.parametrize("form", sorted(set(FORMATS) - LINES))
def test_a_program_gets_its_document_when_nothing_is_staged(repository: Path, notelint: Notelint, form: str) -> None:
    write(repository, {"a.txt": "x"})
    git(repository, "add", "a.txt")
    ran = notelint("check", "--staged", "--format", form, f"--output={form}=out")
    assert ran.code == 0
    assert ran.out
    assert ran.out == (repository / "out").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", sorted(set(FORMATS) - LINES))
def test_documents_are_utf_8_wherever_they_are_printed(vault: Path, form: str) -> None:
    write(vault, BROKEN)
    ran = process("check", "--format", form, folder=vault, environment={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    assert ran.err == ""
    assert "é.md" in ran.out or "%C3%A9.md" in ran.out


@pytest.mark.parametrize("given", [True, False])
@pytest.mark.parametrize(
    ("form", "variable"), [("github", "GITHUB_WORKSPACE"), ("sarif", "GITHUB_WORKSPACE"), ("gitlab", "CI_PROJECT_DIR")]
)
def test_paths_are_counted_from_where_the_reader_does(
    repository: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch, form: str, variable: str, given: bool
) -> None:
    write(repository, {"docs/a.md": "[b](c.md)\n"})
    if given:
        monkeypatch.setenv(variable, str(repository))
    monkeypatch.chdir(repository / "docs")
    out = notelint("check", "--format", form).out
    assert "docs/a.md" in out
    assert "docs/a.md" not in notelint("check", "--format", "junit").out


def test_the_summary_of_a_job_is_added(vault: Path, notelint: Notelint) -> None:
    write(vault, {**BROKEN, "summary": "# Before\n"})
    notelint("check", "--summary", "summary")
    summary = (vault / "summary").read_text(encoding="utf-8")
    assert summary.startswith("# Before\n# notelint\n\n2 notes, 2 links looked at: 2 errors.\n")
    assert "## `a.md`" in summary
    assert summary.endswith("(`broken-link`)\n")


def test_the_summary_keeps_to_its_room_and_says_so() -> None:
    import io

    from notelint.report.place import Shown

    runs = [run("x" * 99, *(finding(0, 1, "é" * 100) for _ in range(10)), path=path) for path in ("a.md",)] * 5
    for room in (1000, 5000, 8000):
        out = io.StringIO()
        told = job_summary.write(runs, Shown(Path("/vault")), out, room=room)
        assert len(out.getvalue().encode()) <= room
        assert told
        assert "left out" in out.getvalue()
    out = io.StringIO()
    assert job_summary.write(runs, Shown(Path("/vault")), out) is None
    assert "left out" not in out.getvalue()


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_is_documented(form: str) -> None:
    docs = Path(__file__).parents[1] / "docs/output.md"
    assert f"\n| [`{form}`](#" in docs.read_text(encoding="utf-8")
