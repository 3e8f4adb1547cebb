"""What the API of GitHub is asked about addresses, and what comes of it: no input, no output."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notelint.web.github import BATCH, Place, asked, lines_of, place_of, query
from notelint.web.github.answer import verdicts
from notelint.web.policy import DEFAULTS
from notelint.web.verdict import Hop, Verdict
from tests.web.github_api import HUB, Repo, answer, ask

WORLD = {
    "ada/notes": Repo(
        "ada/notes",
        trees={"main": {"README.md": 30, "docs": None, "docs/a b.md": 5, "logo.png": 0}, "0123abc": {"old.md": 1}},
        tags={"v1.0": "main", "pkg@2": "main"},
        releases=("v1.0",),
        issues=(7,),
        pulls=(8,),
    ),
    "ada/old-name": Repo("grace/new-name", trees={"main": {"a.md": 3}}, issues=(1,)),
    "grace/new-name": Repo("grace/new-name"),
    "ada/attic": Repo("ada/attic", archived=True),
}


def of(*addresses: str) -> list[Verdict | None]:
    """What asking a whole GitHub about addresses (with fragments) comes to."""
    batch = [ask(address) for address in addresses]
    text, variables = query(batch)
    return verdicts(batch, answer(WORLD, {"query": text, "variables": variables}))


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("ada/notes", Place("repository", "ada", "notes")),
        ("ada/notes/", Place("repository", "ada", "notes")),
        ("ada/n.o_t-es/tree/main", Place("folder", "ada", "n.o_t-es", "/tree/main", ref="main")),
        ("ada/notes/blob/main/docs/a%20b.md", Place("file", "ada", "notes", "/blob/main/docs/a%20b.md", "main", "docs/a b.md")),
        ("ada/notes/blob/main/a.md?plain=1", Place("file", "ada", "notes", "/blob/main/a.md?plain=1", "main", "a.md")),
        ("ada/notes/issues/7", Place("issue", "ada", "notes", "/issues/7", number=7)),
        ("ada/notes/pull/8", Place("issue", "ada", "notes", "/pull/8", number=8)),
        ("ada/notes/releases/tag/pkg%402", Place("release", "ada", "notes", "/releases/tag/pkg%402", "pkg@2")),
        ("ada/notes/releases/tag/a/b", Place("release", "ada", "notes", "/releases/tag/a/b", "a/b")),
        ("ada/notes/commit/0123abc", Place("commit", "ada", "notes", "/commit/0123abc", "0123abc")),
    ],
)
def test_addresses_that_the_api_knows(address: str, place: Place) -> None:
    assert place_of(HUB + address) == place


@pytest.mark.parametrize(
    "url",
    [
        "http://github.com/ada/notes",
        "https://www.github.com/ada/notes",
        "https://github.com:8443/ada/notes",
        "https://github.com.evil.org/ada/notes",
        HUB,
        f"{HUB}ada",
        f"{HUB}ada/notes.git",
        f"{HUB}ada/notes.wiki",
        f"{HUB}ada/..",
        f"{HUB}a~a/notes",
        f"{HUB}ada/notes?tab=readme-ov-file",
        f"{HUB}ada/notes/issues?q=is%3Aopen",
        f"{HUB}ada/notes/issues",
        f"{HUB}ada/notes/issues/07",
        f"{HUB}ada/notes/issues/99999999999",
        f"{HUB}ada/notes/pull/8/files",
        f"{HUB}ada/notes/pulls",
        f"{HUB}ada/notes/wiki/Home",
        f"{HUB}ada/notes/releases",
        f"{HUB}ada/notes/releases/tag/",
        f"{HUB}ada/notes/releases/latest",
        f"{HUB}ada/notes/commit/main",
        f"{HUB}ada/notes/commits/main",
        f"{HUB}ada/notes/blob/main",
        f"{HUB}ada/notes/blob/main//a.md",
        f"{HUB}ada/notes/blob/main/a%2Fb.md",
        f"{HUB}ada/notes/blob/main/a%0Ab.md",
        f"{HUB}ada/notes/blob/main/a%FFb.md",
        f"{HUB}ada/notes/blob/main~1/a.md",
        f"{HUB}ada/notes/blob/main:a.md/b",
        f"{HUB}ada/notes/blob/@%7B-1%7D/a.md",
        f"{HUB}ada/notes/tree/a..b",
        f"{HUB}ada/notes/blob/main/a.md?raw=true",
        f"{HUB}topics/markdown",
        f"{HUB}Sponsors/ada",
        f"{HUB}orgs/ada/repositories",
        f"{HUB}ada/notes/blob/main/{'a' * 2000}",
    ],
)
def test_addresses_that_are_asked_for_themselves(url: str) -> None:
    assert place_of(url) is None


def test_another_github() -> None:
    assert place_of("https://git.corp.org/ada/notes", "https://git.corp.org") == Place("repository", "ada", "notes")
    assert place_of(f"{HUB}ada/notes", "https://git.corp.org") is None


@pytest.mark.parametrize(
    ("fragment", "lines"), [("L10", (10,)), ("L10-L20", (10, 20)), ("L10-20", (10, 20)), ("L3C2-L4C7", (3, 4)), ("l10", ())]
)
def test_lines(fragment: str, lines: tuple[int, ...]) -> None:
    assert lines_of(fragment) == lines


@pytest.mark.parametrize(
    ("address", "fragments", "is_asked"),
    [
        ("ada/notes", ["readme"], False),
        ("ada/notes/blob/main/README.md", ["usage"], False),
        ("ada/notes/blob/main/README.md", ["L1", "usage"], False),
        ("ada/notes/blob/main/README.md", ["L1", "L2-L9"], True),
        ("ada/notes/tree/main/docs", ["L1"], False),
        ("ada/notes/issues/7", ["issuecomment-1", "issue-2"], True),
        ("ada/notes/pull/8", ["discussion_r12", "pullrequestreview-3"], True),
        ("ada/notes/issues/7", ["steps"], False),
        ("ada/notes/commit/0123abc", ["diff-1"], False),
    ],
)
def test_headings_are_looked_for_on_the_page(address: str, fragments: list[str], is_asked: bool) -> None:
    assert (asked(HUB + address, fragments, DEFAULTS) is not None) is is_asked
    assert asked(HUB + address, fragments, DEFAULTS._replace(fragments=(("github.com", False),))) is not None


def test_what_the_settings_say_goes_before() -> None:
    url = f"{HUB}ada/notes"
    assert asked(url, (), DEFAULTS._replace(remap=((HUB, "https://mirror.org/"),))) is None
    assert asked(url, (), DEFAULTS._replace(accept=(("github.com", (404,)),))) is None
    assert asked(url, (), DEFAULTS._replace(accept=(("github.com", (403,)),))) is not None


def test_nothing_of_an_address_is_in_the_text_of_the_query() -> None:
    batch = [ask("ada/notes/blob/main/%22){viewer{login}}%23$x"), ask("grace/secret/issues/77")]
    text, variables = query(batch)
    for word in ("ada", "notes", "main", "viewer", "grace", "secret", "77", '"'):
        assert word not in text
    assert variables["x0"] == 'main:"){viewer{login}}#$x'


def test_what_is_there() -> None:
    paths = ["", "/tree/main", "/tree/main/docs", "/blob/main/docs/a%20b.md", "/blob/v1.0/README.md", "/tree/v1.0"]
    paths += ["/issues/7", "/pull/8", "/issues/8", "/releases/tag/v1.0", "/releases/tag/pkg%402", "/commit/0123abc"]
    addresses = [f"ADA/notes{path}" for path in paths]
    assert of(*addresses) == [Verdict(HUB + address, "alive", "ok") for address in addresses]


def test_what_is_certainly_not_there_is_dead() -> None:
    missing = ["ada/nothing", "ada/nothing/issues/3", "ada/notes/blob/main/nothing.md", "ada/notes/blob/v1.0/docs/c.md"]
    assert of(*missing) == [Verdict(HUB + address, "dead", "not-found") for address in missing]


def test_what_may_be_there_all_the_same_is_asked_for_itself() -> None:
    perhaps = [
        "nobody/nothing",  # an owner that was given another name, or a page of GitHub's own
        "ada/notes/blob/master/README.md",  # a branch that was given another name
        "ada/notes/blob/feature/x/README.md",  # or has a slash
        "ada/notes/tree/main/other",  # another repository within this one
        "ada/notes/tree/master",
        "ada/notes/issues/9",  # moved to another repository, or a discussion by now
        "ada/notes/releases/tag/v9",
        "ada/notes/commit/fffffff",  # of a fork
    ]
    assert of(*perhaps) == [None] * len(perhaps)


def test_a_repository_with_another_name_has_moved_for_good() -> None:
    found = of("ada/old-name", "Ada/old-name/blob/main/a.md#L2", "ada/old-name/issues/1", "ada/old-name/blob/main/b.md")
    places = [f"{HUB}grace/new-name{rest}" for rest in ("", "/blob/main/a.md", "/issues/1")]
    assert [one and (one.state, one.reason, one.location) for one in found[:3]] == [("moved", "moved", at) for at in places]
    assert found[0] is not None
    assert found[0].is_permanent
    assert found[0].hops == (Hop(f"{HUB}ada/old-name", 301, places[0]),)
    assert found[3] == Verdict(f"{HUB}ada/old-name/blob/main/b.md", "dead", "not-found")


def test_an_archived_repository() -> None:
    assert of("ada/attic", "ada/notes")[0] == Verdict(f"{HUB}ada/attic", "alive", "ok", is_archived=True)


@pytest.mark.parametrize(
    ("address", "state", "reason"),
    [
        ("ada/notes/blob/main/README.md#L1", "found", "found"),
        ("ada/notes/blob/main/README.md#L30", "found", "found"),
        ("ada/notes/blob/main/README.md#L31", "unsure", "not-read"),
        ("ada/notes/blob/main/README.md#L32", "missing", "no-such-line"),
        ("ada/notes/blob/main/README.md#L10-L99", "missing", "no-such-line"),
        ("ada/notes/blob/v1.0/README.md#L30", "found", "found"),
        ("ada/notes/blob/v1.0/README.md#L99", "missing", "no-such-line"),
        ("ada/notes/blob/main/logo.png#L99", "unsure", "not-read"),
        ("ada/notes/blob/main/docs#L99", "unsure", "not-read"),
        ("ada/notes/blob/main/nothing.md#L1", "unsure", "not-read"),
        ("ada/notes/issues/7#issuecomment-1", "unsure", "script-built"),
    ],
)
def test_fragments(address: str, state: str, reason: str) -> None:
    (found,) = of(address)
    assert found is not None
    assert [(one.name, one.state, one.reason) for one in found.fragments] == [(address.partition("#")[2], state, reason)]


@given(st.lists(st.text(max_size=9), min_size=2, max_size=6), st.lists(st.text(max_size=9), max_size=2))
def test_any_address_is_asked_in_a_query_that_is_json(parts: list[str], fragments: list[str]) -> None:
    one = asked(HUB + "/".join(parts), fragments, DEFAULTS)
    if one is not None:
        text, variables = query([one] * BATCH)
        assert json.loads(json.dumps(variables)) == variables
        assert text.isascii()
