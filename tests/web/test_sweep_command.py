"""`notelint sweep` and `notelint history`, from notes to reports, over a scripted web."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from notelint.cli import sweep as command
from notelint.web.evidence import DAY, HOUR
from notelint.web.verdict import FragmentVerdict, Hop
from tests.conftest import Notelint, git, write
from tests.web.sweeping import verdict
from tests.web.sweeping_command import A, B, C, Web


def urls(section: object) -> list[str]:
    assert isinstance(section, list)
    return [one["url"] for one in section]


def changed(report: dict[str, Any]) -> dict[str, list[str]]:
    return {key: urls(found) for key, found in report["changed"].items() if found}


# -- what is asked


def test_each_address_of_the_notes_is_asked_once_and_stands_where_it_stands(web: Web) -> None:
    ran = web.sweep()
    assert ran == (0, "3 addresses in 2 notes: 3 alive. Asked 3 with 3 requests on 2023-11-14.\n", "")
    assert {task.url: task.fragments for task in web.seen} == {A: ("x",), B: (), C: ()}
    assert web.sweep(after=HOUR).out.endswith("Asked 0 with 0 requests on 2023-11-14.\n")
    web.sweep(after=2 * DAY)
    assert len(web.seen) == 3


def test_only_the_given_notes_are_asked_but_all_are_known(web: Web) -> None:
    web.sweep("in")
    assert sorted(task.url for task in web.seen) == [A, C]
    assert web.history(B).out.splitlines()[1] == "new: not asked yet, never seen alive"


def test_what_is_not_to_be_asked_is_not(web: Web, repository: Path) -> None:
    write(
        repository,
        {
            "notelint.toml": '[web]\nexclude = "b.org"\ncontact = "ada@wiki.org"',
            "c.md": "<http://localhost/> <http://10.0.0.1/> [x](https://example.com/) [m](mailto:a@b.org)\n\n"
            "<https://d.org/> <!-- notelint-disable-line dead-link -->\n\n[w](https://e.org/) <ftp://e.org/>\n",
        },
    )
    web.sweep()
    assert [task.url for task in web.seen] == [A, "https://e.org/"]
    assert "ada@wiki.org" in web.policies[0].user_agent
    assert not web.policies[0].allow_private
    write(repository, {"c.md": "<http://127.0.0.1:8000/>\n"})
    web.sweep("--allow-private")
    assert [task.url for task in web.seen] == ["http://127.0.0.1:8000/"]


def test_a_budget_leaves_the_rest_for_the_next_sweep(web: Web) -> None:
    assert web.sweep("--max-requests", "2").out.endswith("1 that are due are left for the next sweep.\n")
    assert len(web.seen) == 2
    web.sweep("--max-minutes", "0")
    assert web.seen == []
    web.sweep()
    assert len(web.seen) == 1


@pytest.mark.parametrize("wrong", [("--max-requests", "-1"), ("--max-requests", "many"), ("--max-minutes", "nan"), ()])
def test_mistakes_in_the_command(web: Web, notelint: Notelint, wrong: tuple[str, ...]) -> None:
    assert (web.sweep(*wrong) if wrong else notelint("sweep")).code == 2


def test_offline_is_a_sentence(web: Web) -> None:
    web.answers = {url: verdict(url, "unsure", "name-trouble", status=None) for url in (A, B, C)}
    ran = web.sweep()
    assert (ran.code, ran.out) == (2, "")
    assert (
        ran.err
        == "notelint: None of the 2 hosts asked could be reached: this machine seems offline, so nothing of it counts.\n"
    )


def test_a_store_that_is_none_is_a_sentence(web: Web, repository: Path) -> None:
    (repository / "s.db").write_text("# A note\n" * 200)
    ran = web.sweep()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("notelint: The store s.db is no store or is damaged (")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount")
def test_a_full_disk_is_a_sentence(repository: Path) -> None:
    write(repository, {"a.md": "\n".join(f"* <http://127.0.0.1:9/{number}>" for number in range(5000))})
    (repository / "small").mkdir()
    mount = "mount -t tmpfs -o size=200k tmpfs small"
    if subprocess.run(["unshare", "-m", "sh", "-c", mount], check=False).returncode:
        pytest.skip("this root may not mount")
    sweep = f"{mount} && exec {sys.executable} -m notelint sweep --allow-private --store small/s.db"
    done = subprocess.run(["unshare", "-m", "sh", "-c", sweep], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"notelint: The disk with the store small/s.db is full; what was written stays, [^\n]+\n", done.stderr)


# -- what is told


def test_a_death_is_told_once_as_new_and_then_as_standing(web: Web) -> None:
    web.sweep()
    web.answers[A] = verdict(A, "dead", "not-found", status=404)
    codes = [web.sweep(after=wait).code for wait in (2 * DAY, HOUR, DAY)]
    assert codes == [0, 0, 0]
    ran = web.sweep(after=3 * DAY)
    assert ran.code == 1
    assert ran.out.startswith(
        "Newly broken (1)\n"
        "  https://a.org/one: not found (404), failing since 2023-11-16, 4 times in a row, last seen alive 2023-11-14\n"
        "    a.md:3\n    in/b.md:5\n"
    )
    assert web.sweep("--fail-on", "dead").code == 1
    assert web.sweep("--fail-on", "nothing").code == 0
    again = web.sweep()
    assert again.code == 0
    assert again.out.startswith("Still broken (1)\n")


def test_a_finished_sweep_decides_what_is_new_not_a_killed_one(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    web.sweep()
    web.answers[A] = verdict(A, "dead", "gone", status=410)
    with monkeypatch.context() as broken:
        broken.setattr(command, "_write", lambda seen, form: 1 / 0)
        assert web.sweep(after=2 * DAY).code == 3
    assert web.sweep().out.startswith("Newly broken (1)\n")


def test_everything_is_told_under_its_heading(web: Web) -> None:
    web.sweep()
    web.answers = {
        A: verdict(A, "dead", "gone", status=410),
        B: verdict(B, "moved", "moved")._replace(location="https://c.org/", hops=(Hop(B, 301, "https://c.org/"),)),
        C: verdict(C, "suspect", "parked")._replace(detail="This domain is for sale"),
    }
    assert changed(web.report(after=2 * DAY)) == {"newly-broken": [A], "newly-moved": [B], "newly-suspect": [C]}
    standing = web.report()
    assert changed(standing) == {}
    assert {key: urls(found) for key, found in standing["standing"].items() if found} == {
        "broken": [A],
        "suspect": [C],
        "moved": [B],
    }
    assert standing["hosts"] == [
        {"name": "a.org", "states": {"dead": 1}},
        {"name": "b.org", "states": {"moved": 1, "suspect": 1}},
    ]
    web.answers = {B: verdict(B, "blocked", "forbidden", status=403), C: verdict(C, "unsure", "timeout", status=None)}
    report = web.report(after=40 * DAY)
    assert changed(report) == {"recovered": [A]}
    assert urls(report["standing"]["blocked"]) == [B]
    assert urls(report["standing"]["failing"]) == [C]


def test_what_comes_back_elsewhere_is_told_as_recovered_not_as_newly_moved(web: Web) -> None:
    web.answers[A] = verdict(A, "dead", "gone", status=410)
    web.sweep()
    web.answers[A] = verdict(A, "moved", "moved")._replace(location="https://c.org/", hops=(Hop(A, 301, "https://c.org/"),))
    report = web.report(after=DAY)
    assert changed(report) == {"recovered": [A]}
    assert urls(report["standing"]["moved"]) == [A]


def test_a_fragment_that_is_gone_is_told_with_the_one_that_was_meant(web: Web) -> None:
    web.answers[A] = verdict(A)._replace(fragments=(FragmentVerdict("x", "missing", "no-such-id", "y"),))
    assert "Alive, but without the fragment (1)\n" in (ran := web.sweep()).out
    assert "    no #x, perhaps #y\n" in ran.out


def test_history_tells_all_of_an_address(web: Web) -> None:
    web.answers[A] = verdict(A)._replace(title="One", etag='"1"')
    web.sweep()
    web.answers[A] = verdict(A, "dead", "gone", status=410)
    web.sweep(after=2 * DAY)
    told = web.history("HTTPS://A.org/one#x")
    assert told.code == 0
    assert told.out.splitlines() == [
        A,
        "dead: gone (410), failing since 2023-11-16, last seen alive 2023-11-14",
        "title: One",
        "seen alive: from 2023-11-14T22:13:20Z to 2023-11-14T22:13:20Z",
        "asked again: 2023-11-16T23:13:20Z",
        "",
        "Where it stands:",
        "  a.md:3",
        "  in/b.md:5",
        "",
        "What changed, the latest first:",
        "  2023-11-16T22:13:20Z alive → dead: gone",
        "  2023-11-14T22:13:20Z new → alive: ok",
        "",
        "Visits, the latest first:",
        "  2023-11-16T22:13:20Z dead gone 410 in 0.2 s",
        "  2023-11-14T22:13:20Z alive ok 200 in 0.2 s",
    ]
    document = json.loads(web.history(A, "--format", "json").out)
    assert (document["etag"], len(document["probes"]), document["state"]) == ('"1"', 2, "dead")
    assert web.history("https://nowhere.org/").code == 2
    assert web.history("a.org").code == 2


def test_a_comment_in_a_note_takes_a_link_out_of_the_report(web: Web, repository: Path) -> None:
    web.answers[A] = verdict(A, "dead", "gone", status=410)
    write(repository, {"a.md": f"<!-- notelint-disable-file dead-link -->\n\n[one]({A})\n"})
    assert "    in/b.md:5\n" in (ran := web.sweep()).out
    assert "a.md:3" not in ran.out


def test_two_vaults_are_swept_into_one_report(web: Web, repository: Path) -> None:
    other = repository / "other"
    write(other, {"z.md": f"<{B}> <https://z.org/>\n"})
    git(other, "init", "-q")
    web.answers[B] = verdict(B, "dead", "gone", status=410)
    found = web.report(str(repository), str(other), "--max-requests", "3")
    assert (found["asked"], found["left"]) == (3, 1)
    places = [place["path"] for entry in found["changed"]["newly-broken"] for place in entry["places"]]
    assert places == [f"{repository.name}/a.md", "other/z.md"]
