"""`check --web`, whole: notes on disk, a web on loopback, a report."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from notelint.files import read_text
from notelint.markdown import read_note
from notelint.web.address import parse
from notelint.web.policy import Policy
from notelint.web.verdicts import gather
from tests.conftest import Notelint, git, write
from tests.corpora import shared
from tests.web.local_web import Answer, LocalWeb, serving

_HOST = "notes.demo-site.org"
_SEVERAL = ("one", "two", "three")
_ANSWERS = {
    (_HOST, "/usage"): Answer(page="<title>A</title><h1 id=usage>Usage</h1>" + "<p>words and more" * 50),
    (_HOST, "/old"): Answer(301, "/usage"),
    (_HOST, "/closed"): Answer(403),
    (_HOST, "/closed/too"): Answer(401),
    (_HOST, "/b/c"): Answer(
        page="<title>c</title><p>This repository was archived by the owner on May 1, 2024.</p>" + "<p>c" * 99
    ),
}


def rows(out: str) -> list[tuple[int, str]]:
    return [(row["line"], row["rule"]) for row in json.loads(out)["findings"]]


@pytest.fixture
def check(notelint: Notelint) -> Callable[..., Any]:
    def run(web: LocalWeb, *arguments: str) -> Any:
        return notelint("check", "--web", f"--resolve={_HOST}:{web.port}:127.0.0.1", *arguments)

    return run


def link(web: LocalWeb, path: str) -> str:
    return f"[x](http://{_HOST}:{web.port}{path})"


def test_each_state_has_its_rule_and_each_address_is_asked_once(vault: Path, check: Callable[..., Any]) -> None:
    with serving(_ANSWERS) as web:
        lines = ["/gone", "/old", "/usage#usage", "/usage#usge", "/closed", "/closed/too", "/b/c", "/usage"]
        write(vault, {"a.md": "".join(f"- {link(web, path)}\n" for path in lines), "b.md": f"{link(web, '/gone')}\n"})
        ran = check(web, "--format=json")
    assert ran.code == 1
    found = [(1, "dead-link"), (2, "moved-link"), (4, "broken-web-fragment"), (5, "blocked-link"), (7, "archived-repository")]
    assert rows(ran.out) == [*found, (1, "dead-link")]
    assert web.asked[_HOST, "/usage"] <= 2  # by itself, and at the end of a redirect
    assert web.asked[_HOST, "/gone"] == 2  # a death is seen twice


def test_what_has_moved_is_mended_and_nothing_is_asked_twice(vault: Path, check: Callable[..., Any]) -> None:
    with serving(_ANSWERS) as web:
        write(vault, {"a.md": f"{link(web, '/old#usage')} {link(web, '/gone')}\n"})
        ran = check(web, "--fix")
        assert (vault / "a.md").read_text() == f"{link(web, '/usage#usage')} {link(web, '/gone')}\n"
    assert "1 fix made in 1 note." in ran.err
    assert web.asked[_HOST, "/gone"] == 2


def test_a_silenced_link_is_not_asked(vault: Path, check: Callable[..., Any]) -> None:
    with serving(_ANSWERS) as web:
        write(
            vault, {"a.md": f"<!-- notelint-disable-next-line dead-link -->\n{link(web, '/gone')}\n\n{link(web, '/usage')}\n"}
        )
        assert check(web).code == 0
    assert web.asked[_HOST, "/gone"] == 0


def test_since_a_commit_only_links_on_changed_lines_are_asked(repository: Path, check: Callable[..., Any]) -> None:
    with serving(_ANSWERS) as web:
        write(repository, {"a.md": f"{link(web, '/old-death')}\n\nb\n", "c.md": f"{link(web, '/other')}\n"})
        git(repository, "add", ".")
        git(repository, "commit", "-qm", "a")
        write(
            repository,
            {"a.md": f"{link(web, '/old-death')}\n\nb\n\n{link(web, '/new-death')}\n", "new.md": link(web, "/in-new")},
        )
        ran = check(web, "--since=HEAD", "--format=json")
    assert rows(ran.out) == [(5, "dead-link"), (1, "dead-link")]
    assert {path for _, path in web.asked} == {"/new-death", "/in-new"}


def test_verdicts_are_written_for_programs(vault: Path, check: Callable[..., Any]) -> None:
    with serving(_ANSWERS) as web:
        write(vault, {"a.md": f"{link(web, '/old')} {link(web, '/gone')}\n"})
        check(web, "--verdicts=v.jsonl")
    found = [json.loads(line) for line in (vault / "v.jsonl").read_text().splitlines()]
    assert [list(one) for one in found] == [
        ["url", "state", "reason", "status", "location", "requests", "seconds", "checked_at"]
    ] * 2
    assert [(one["state"], one["reason"], one["status"]) for one in found] == [
        ("dead", "not-found", 404),
        ("moved", "moved", 200),
    ]


def test_a_page_that_comes_late_is_left_open_with_the_way_to_wait_longer(vault: Path, check: Callable[..., Any]) -> None:
    with serving({**_ANSWERS, (_HOST, "/late"): Answer(delay=1.5)}) as web:
        write(vault, {"a.md": link(web, "/late"), "notelint.toml": "[web]\ntimeout = 0.5\n"})
        ran = check(web, "--format=json", "--verdicts=v.jsonl")
        write(vault, {"notelint.toml": "[web]\ntimeout = 20\n"})
        assert rows(check(web, "--format=json", "--select=unsure-link,dead-link").out) == []
    assert (ran.code, rows(ran.out)) == (0, [(1, "unsure-link")])
    assert "it does not answer in time. It may be the weather" in ran.out
    assert "set `web.timeout` to wait longer" in ran.out
    assert json.loads((vault / "v.jsonl").read_text())["requests"] == 1


def test_without_a_network_no_link_is_judged(vault: Path, notelint: Notelint) -> None:
    write(vault, {"a.md": "".join(f"[a](http://{name}.demo-site.org:9/)\n" for name in _SEVERAL)})
    hosts = [f"--resolve={name}.demo-site.org:9:127.0.0.1" for name in _SEVERAL]
    ran = notelint("check", "--web", *hosts, "--verdicts=v.jsonl")
    assert ran.code == 2
    assert ran.err == "notelint: Nobody on the web could be reached, so no link was judged: is this machine offline?\n"
    assert not (vault / "v.jsonl").exists()


def test_a_private_address_is_not_asked(vault: Path, notelint: Notelint) -> None:
    with serving(_ANSWERS) as web:
        write(vault, {"a.md": f"[a](http://127.0.0.1:{web.port}/usage) [b](http://[::1]:{web.port}/usage)\n"})
        assert notelint("check", "--web").code == 0
        assert not web.asked
        assert "http://127.0.0.1" in notelint("check", "--web", "--allow-private", "--select=dead-link").out
        assert web.asked["127.0.0.1", "/usage"] == 2


@pytest.mark.parametrize("text", ["a", "a:b:127.0.0.1", "a:80:b", "a:80:"])
def test_what_is_no_place_is_said_in_a_sentence(vault: Path, notelint: Notelint, text: str) -> None:
    write(vault, {"a.md": "# A\n"})
    ran = notelint("check", "--web", f"--resolve={text}")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "--resolve takes HOST:PORT:ADDRESS" in ran.err


def test_every_link_of_the_first_page_gets_the_verdict_that_is_right(vault: Path, notelint: Notelint) -> None:
    shutil.copy(shared("notes/containers.md"), vault)
    note = read_note("containers.md", read_text(vault / "containers.md"))
    urls = list(gather([note], Policy(), lambda note, link: True).fragments)
    ways = [
        (Answer(), "alive"),
        (Answer(404), "dead"),
        (Answer(301, "/moved-here"), "moved"),
        (Answer(403), "blocked"),
        (Answer(410), "dead"),
    ]
    truth, answers = {}, {}
    for number, url in enumerate(urls):
        address = parse(url)
        assert address is not None
        way, state = ways[number % len(ways)]
        path = address.path + (f"?{address.query}" if address.query else "")
        answers[address.host, path] = way
        answers.setdefault((address.host, "/moved-here"), Answer())
        truth[url] = state
    with serving(answers) as web:
        hosts = {host for host, _ in answers}
        pairs = [
            f'"{scheme}://{host}/" = "http://{host}:{web.port}/"' for host in sorted(hosts) for scheme in ("https", "http")
        ]
        write(vault, {"notelint.toml": "[web.remap]\n" + "\n".join(pairs) + "\n"})
        ran = notelint("check", "--web", "--verdicts=v.jsonl", *(f"--resolve={host}:{web.port}:127.0.0.1" for host in hosts))
    assert ran.code == 1, ran.err
    found = {one["url"]: one["state"] for one in map(json.loads, (vault / "v.jsonl").read_text().splitlines())}
    assert len(found) > 30
    assert found == truth
