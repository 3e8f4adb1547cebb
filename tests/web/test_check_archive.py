"""`check --web --archive`, whole: a dead link, the day on which it was written, an archive on loopback, a fix."""

from pathlib import Path

import pytest

from tests.conftest import Notelint, git, write
from tests.web.archive import Kept, archive
from tests.web.local_web import Answer, serving

KEPT = (Kept("2016-03-01"), Kept("2019-06-01"), Kept("2019-08-01", 404), Kept("2023-01-01"))


def committed(repository: Path, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_AUTHOR_DATE", f"{day}T12:00:00Z")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", day)


def test_the_copy_nearest_to_the_day_of_the_line_is_an_unsafe_fix(
    repository: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving({}) as web:
        dead = f"http://127.0.0.1:{web.port}/guide"
        write(repository, {"a.md": f"# A\n\n[Guide]({dead}#end)\n"})
        committed(repository, "2019-07-28", monkeypatch)
        write(repository, {"a.md": f"# A\n\n[Guide]({dead}#end)\n\nand <{dead}>\n"})
        committed(repository, "2023-01-02", monkeypatch)
        with archive({dead: KEPT}) as (gate, _):
            arguments = ("check", "--web", "--allow-private", "--select=dead-link", f"--archive={gate}")
            assert notelint(*arguments, "--fix").code == 1
            assert dead in (repository / "a.md").read_text()
            ran = notelint(*arguments, "--unsafe-fixes")
            copy = f"{gate.removesuffix('gate/')}2019-06-01/{dead}"
            assert (repository / "a.md").read_text() == f"# A\n\n[Guide]({copy}#end)\n\nand <{copy}>\n", ran.err


def test_archives_are_asked_only_about_the_dead_and_only_when_told_to(vault: Path, notelint: Notelint) -> None:
    with serving({("127.0.0.1", "/fine"): Answer()}) as web, archive({}) as (gate, asked):
        here = f"http://127.0.0.1:{web.port}"
        write(vault, {"a.md": f"[a]({here}/fine) [b]({here}/gone) [b]({here}/gone)\n"})
        arguments = ("check", "--web", "--allow-private", "--select=dead-link")
        assert notelint(*arguments).code == 1
        assert asked == []
        assert notelint(*arguments, f"--archive={gate}", "--unsafe-fixes").code == 1
        assert asked == [f"/gate/{here}/gone"]


def test_an_archive_that_is_not_there_takes_nothing_away(vault: Path, notelint: Notelint) -> None:
    with serving({}) as web:
        write(vault, {"a.md": f"[b](http://127.0.0.1:{web.port}/gone)\n"})
        ran = notelint("check", "--web", "--allow-private", "--select=dead-link", "--archive=http://127.0.0.1:9/")
    assert ran.code == 1
    assert "is dead" in ran.out


@pytest.mark.parametrize("gate", ["notes/", "ftp://a.org/", "http://"])
def test_what_is_no_archive_is_said_in_a_sentence(vault: Path, notelint: Notelint, gate: str) -> None:
    write(vault, {"a.md": "# A\n"})
    ran = notelint("check", "--web", "--archive", gate)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "--archive takes the address of a TimeGate" in ran.err
