"""`check --web` and `sweep` with a token for GitHub's API, whole: notes, the API and the pages on loopback, a report."""

import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import trustme

from notelint.cli.github import from_environment
from notelint.errors import ConfigError
from notelint.web.github import Api as Known
from notelint.web.transport.proxies import Proxies
from tests.conftest import Notelint, Ran, write
from tests.web.archive import archive
from tests.web.github_api import TOKEN, Api, Repo, answer, github
from tests.web.local_web import Answer, LocalWeb, serving

HOST = "github.demo-site.org"
WORLD = {
    "ada/notes": Repo("ada/notes", trees={"main": {"a.md": 9}}, issues=(7,)),
    "ada/old": Repo("ada/new"),
    "ada/attic": Repo("ada/attic", archived=True),
}
PAGES = {
    (HOST, path): Answer(page="<title>A</title><h1 id=usage>Usage</h1>" + "<p>words" * 99)
    for path in ("/ada/notes", "/ada/notes/blob/main/a.md", "/ada/notes/tree/feature", "/ada/notes/wiki", "/ada/attic", "/x/y")
}


class Web(NamedTuple):
    """The pages of a GitHub on loopback; `run` runs a command over a note that links to some of its addresses."""

    pages: LocalWeb
    run: Callable[..., Ran]

    def at(self, path: str) -> str:
        return f"https://{HOST}:{self.pages.port}{path}"

    @property
    def asked(self) -> set[str]:
        return {path for _, path in self.pages.asked}


@pytest.fixture
def web(vault: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    authority, tls = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(tls)
    authority.cert_pem.write_to_path(str(vault / "ca.pem"))
    write(vault, {"notelint.toml": '[web]\nca-file = "ca.pem"\n'})
    with serving(PAGES, tls) as pages:
        made: Web

        def run(api: Api | None, *paths: str, command: tuple[str, ...] = ("check", "--web", "--verdicts=v.jsonl")) -> Ran:
            for name, value in {"GH_TOKEN": TOKEN, "GITHUB_SERVER_URL": made.at("")}.items():
                monkeypatch.setenv(name, value)
            monkeypatch.setenv("GITHUB_GRAPHQL_URL", api.url if api else "http://127.0.0.1:9/graphql")
            write(vault, {"a.md": "".join(f"- [x]({made.at(path)})\n" for path in paths)})
            ran = notelint(*command, "--allow-private", f"--resolve={HOST}:{pages.port}:127.0.0.1")
            assert TOKEN not in ran.out + ran.err
            return ran

        made = Web(pages, run)
        yield made


def verdicts() -> dict[str, tuple[str, str, int]]:
    found = [json.loads(line) for line in Path("v.jsonl").read_text().splitlines()]
    return {one["url"].partition("/ada")[2]: (one["state"], one["reason"], one["requests"]) for one in found}


def test_the_api_is_asked_once_and_pages_only_for_what_it_does_not_answer(web: Web) -> None:
    with github(WORLD) as api:
        paths = ["/ada/notes", "/ada/notes/blob/main/a.md#L99", "/ada/old", "/ada/attic", "/ada/notes/issues/7", "/ada/gone"]
        ran = web.run(api, *paths, "/ada/notes/wiki", "/ada/notes/tree/feature")
    assert web.asked == {"/ada/notes/wiki", "/ada/notes/tree/feature"}
    assert len(api.heard) == 1
    assert verdicts() == {
        "/notes": ("alive", "ok", 1),
        "/notes/blob/main/a.md": ("alive", "ok", 0),
        "/old": ("moved", "moved", 0),
        "/attic": ("alive", "ok", 0),
        "/notes/issues/7": ("alive", "ok", 0),
        "/gone": ("dead", "not-found", 0),
        "/notes/wiki": ("alive", "ok", 1),
        "/notes/tree/feature": ("alive", "ok", 1),
    }
    for rule in ("dead-link", "moved-link", "archived-repository", "broken-web-fragment"):
        assert ran.out.count(rule) == 1


def test_headings_of_a_file_are_looked_for_on_its_page(web: Web) -> None:
    with github(WORLD) as api:
        ran = web.run(api, "/ada/notes/blob/main/a.md#L99", "/ada/notes/blob/main/a.md#usage")
    assert api.heard == []
    assert "/ada/notes/blob/main/a.md" in web.asked
    assert ran.code == 0


def test_a_repository_that_was_given_another_name_is_mended(web: Web) -> None:
    with github(WORLD) as api:
        web.run(api, "/ada/old", command=("check", "--web", "--fix"))
    assert Path("a.md").read_text() == f"- [x]({web.at('/ada/new')})\n"


def test_without_a_token_nothing_changes(web: Web, monkeypatch: pytest.MonkeyPatch, notelint: Notelint) -> None:
    with github(WORLD) as api:
        web.run(api, "/ada/notes")
        monkeypatch.delenv("GH_TOKEN")
        monkeypatch.setenv("GITHUB_TOKEN", " ")
        notelint("check", "--web", "--allow-private", f"--resolve={HOST}:{web.pages.port}:127.0.0.1")
    assert len(api.heard) == 1
    assert web.asked == {"/ada/notes"}


def test_many_addresses_are_asked_in_batches_of_fifty(web: Web) -> None:
    with github({"ada/notes": Repo("ada/notes", issues=tuple(range(1, 121)))}) as api:
        ran = web.run(api, *(f"/ada/notes/issues/{number}" for number in range(1, 121)))
    assert ran.code == 0
    assert [len([name for name in heard["variables"] if name[0] == "x"]) for _, heard in api.heard] == [50, 50, 20]
    assert web.asked == set()


JSON = {"Content-Type": "application/json"}
DEAD = json.dumps(
    {"data": {"r0": None, "w0": {"login": "ada"}}, "errors": [{"type": "NOT_FOUND", "path": ["r0"], "message": TOKEN}]}
).encode()


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (401, JSON, b'{"message": "Bad credentials"}'),
        (403, {**JSON, "Retry-After": "60"}, b"{}"),
        (429, {**JSON, "Retry-After": "3600"}, b"{}"),
        (502, {"Content-Type": "text/html"}, b"<h1>Bad gateway</h1>"),
        (200, JSON, b"not JSON"),
        (200, JSON, b"[" * 100_000),
        (200, JSON, b'{"data": ' + b"9" * 10_000 + b"}"),
        (200, JSON, b"\xff\xfe"),
        (200, JSON, b" " * (2 << 20) + DEAD),
        (200, JSON, DEAD),
        (200, {"Content-Type": "text/html"}, DEAD.replace(TOKEN.encode(), b"")),
        (200, {**JSON, "Content-Encoding": "gzip"}, b"no gzip"),
        (204, {}, b""),
    ],
)
def test_whatever_the_api_answers_the_page_is_asked_then(
    web: Web, status: int, headers: Mapping[str, str], body: bytes
) -> None:
    with github(WORLD, lambda asked: (status, headers, body)) as api:
        assert web.run(api, "/ada/notes").code == 0
    assert len(api.heard) == 1
    assert web.asked == {"/ada/notes"}
    assert verdicts() == {"/notes": ("alive", "ok", 1)}


def test_an_api_that_is_not_there(web: Web) -> None:
    assert web.run(None, "/ada/notes").code == 0
    assert web.asked == {"/ada/notes"}


ENOUGH = b'{"errors": [{"type": "RATE_LIMITED", "message": "x"}]}'


@pytest.mark.parametrize(
    ("status", "body", "batches"), [(401, b"", 1), (429, b"", 1), (302, b"", 1), (502, b"", 3), (200, ENOUGH, 1)]
)
def test_an_api_that_refuses_is_not_asked_again(web: Web, status: int, body: bytes, batches: int) -> None:
    with github(WORLD, lambda asked: (status, JSON, body)) as api:
        web.run(api, *(f"/ada/notes/issues/{number}" for number in range(1, 201)), command=("check", "--web"))
    assert len(api.heard) == batches
    assert len(web.asked) >= 200


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_the_token_goes_to_the_api_and_nowhere_else(web: Web, status: int) -> None:
    with github(WORLD) as other, github(WORLD, lambda asked: (status, {"Location": other.url}, b"")) as api:
        web.run(api, "/ada/notes")
    assert other.heard == []
    assert [headers["Authorization"] for headers, _ in api.heard] == [f"Bearer {TOKEN}"]
    assert TOKEN not in str(api.heard[0][1])


def test_no_page_hears_the_token(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    before = BaseHTTPRequestHandler.parse_request

    def parse_request(self: BaseHTTPRequestHandler) -> bool:
        found = before(self)
        if found and self.command == "GET":
            heard.append(str(self.headers))
        return found

    monkeypatch.setattr(BaseHTTPRequestHandler, "parse_request", parse_request)
    with github(WORLD) as api:
        web.run(api, "/ada/notes", "/ada/notes/wiki")
    assert heard
    assert TOKEN not in "".join(heard)


def test_archives_are_asked_about_what_the_api_calls_dead(web: Web) -> None:
    with github(WORLD) as api, archive({}) as (gate, asked):
        web.run(api, "/ada/gone", command=("check", "--web", f"--archive={gate}"))
    assert len(api.heard) == 1
    assert asked == [f"/gate/{web.at('/ada/gone')}"]


def test_a_certificate_that_the_repository_trusts_does_not_get_the_token(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr("http.server.BaseHTTPRequestHandler.send_error", lambda self, *_: heard.append(str(self.headers)))
    endpoint = Api(web.at("/graphql"), [])  # the pages' own server, which answers GET alone
    web.run(endpoint, "/ada/notes")
    assert heard == []
    assert web.asked == {"/ada/notes"}


def test_a_private_address_of_the_api_is_not_dialled(web: Web, notelint: Notelint) -> None:
    with github(WORLD) as api:
        web.run(api, "/ada/notes")
        notelint("check", "--web", f"--resolve={HOST}:{web.pages.port}:127.0.0.1")
    assert len(api.heard) == 1


def test_sweeps_ask_it_too_and_remember(web: Web) -> None:
    command = ("sweep", "--store=s.db", "--report=json")
    with github(WORLD) as api:
        ran = web.run(api, "/ada/notes", "/ada/gone", "/ada/notes/tree/feature", command=command)
        again = web.run(api, "/ada/notes", "/ada/gone", "/ada/notes/tree/feature", command=command)
    assert len(api.heard) == 1
    assert "/ada/notes/tree/feature" in web.asked
    assert not web.asked & {"/ada/notes", "/ada/gone"}
    told, then = json.loads(ran.out), json.loads(again.out)
    assert (told["asked"], then["asked"]) == (3, 0)
    assert told["states"] == then["states"] == {"alive": 2, "unsure": 1}  # one 404 proves little


def test_what_a_sweep_took_and_had_no_time_for_is_due_in_the_next(web: Web) -> None:
    def refuse(asked: Mapping[str, Any]) -> tuple[int, Mapping[str, str], bytes]:
        return 401, {}, b""

    command = ("sweep", "--store=s.db", "--report=json")
    with github(WORLD, refuse) as api:
        first = json.loads(web.run(api, "/ada/notes", "/ada/attic", command=(*command, "--max-requests=1")).out)
        then = json.loads(web.run(api, "/ada/notes", "/ada/attic", command=command).out)
    assert (first["asked"], first["requests"]) == (0, 1)
    assert then["asked"] == 2


# -- the environment

NO_PROXIES = Proxies()


def test_the_token_is_that_of_the_environment() -> None:
    assert from_environment({}, NO_PROXIES) is None
    assert from_environment({"GITHUB_TOKEN": "a"}, NO_PROXIES) == Known("a")
    assert from_environment({"GITHUB_TOKEN": "a", "GH_TOKEN": " b\n"}, NO_PROXIES) == Known("b")
    actions = {"GITHUB_GRAPHQL_URL": "https://api.github.com/graphql", "GITHUB_SERVER_URL": "https://github.com"}
    assert from_environment({"GH_TOKEN": "a", **actions}, NO_PROXIES) == Known("a")
    assert "ghp_secret" not in repr(Known("ghp_secret"))


def test_the_api_of_another_github_knows_only_that_one() -> None:
    corp = {"GH_TOKEN": "a", "GITHUB_SERVER_URL": "https://git.corp.org"}
    api = "https://git.corp.org/api/graphql"
    assert from_environment({**corp, "GITHUB_GRAPHQL_URL": api}, NO_PROXIES) == Known("a", api, "https://git.corp.org")
    assert from_environment(corp, NO_PROXIES) == Known("a")


@pytest.mark.parametrize(
    ("environment", "proxies"),
    [
        ({"GITHUB_GRAPHQL_URL": "http://git.corp.org/api/graphql"}, NO_PROXIES),
        ({"GITHUB_GRAPHQL_URL": "http://127.0.0.1/graphql"}, Proxies(http="http://proxy.org:3128")),
        ({"GITHUB_GRAPHQL_URL": "ftp://127.0.0.1/graphql"}, NO_PROXIES),
        ({"GITHUB_GRAPHQL_URL": "https://a:b@git.corp.org/graphql"}, NO_PROXIES),
        ({"GITHUB_GRAPHQL_URL": "graphql"}, NO_PROXIES),
        ({"GITHUB_GRAPHQL_URL": "https://a.org/graphql", "GITHUB_SERVER_URL": "http://a.org"}, NO_PROXIES),
        ({"GITHUB_GRAPHQL_URL": "https://a.org/graphql", "GITHUB_SERVER_URL": "https://a.org/x"}, NO_PROXIES),
        ({"GH_TOKEN": "ghp_secret\r\nX-Other: 1"}, NO_PROXIES),
        ({"GH_TOKEN": "ghp_secret two"}, NO_PROXIES),
        ({"GH_TOKEN": "ghp_secret\N{SNOWMAN}"}, NO_PROXIES),
    ],
)
def test_an_environment_that_would_give_the_token_away_is_refused(environment: dict[str, str], proxies: Proxies) -> None:
    with pytest.raises(ConfigError) as error:
        from_environment({"GH_TOKEN": "ghp_secret", **environment}, proxies)
    assert "ghp_secret" not in str(error.value)


def test_the_small_github_of_these_tests_speaks_as_the_real_one() -> None:
    asked = {"query": 'query($o:String!){r:repository(owner:$o,name:"x"){isArchived}}', "variables": {"o": "ada"}}
    error = {"type": "NOT_FOUND", "path": ["r"], "message": "Could not resolve to a Repository with the name 'ada/x'."}
    assert answer(WORLD, asked) == {"data": {"r": None}, "errors": [error]}
