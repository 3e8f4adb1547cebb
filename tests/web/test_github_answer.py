"""What the API of GitHub answers, also where it is no GitHub: it ends in verdicts, or in asking the ordinary way."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notelint.web.github.answer import is_refusal, verdicts
from tests.web.github_api import HUB, ask

SOUND: dict[str, Any] = {"data": {"r0": {"nameWithOwner": "ada/notes", "isArchived": False}, "w0": {"login": "ada"}}}


def error(*path: Any, kind: Any = "NOT_FOUND") -> dict[str, Any]:
    return {"type": kind, "path": list(path), "message": "Could not."}


@pytest.mark.parametrize(
    "reply",
    [
        None,
        [],
        "data",
        {},
        {"data": None},
        {"data": None, "errors": [{"type": "RATE_LIMITED", "message": "x"}]},
        {"message": "Bad credentials"},
        {"data": {"r0": None, "w0": {"login": "ada"}}},
        {"data": {"r0": None, "w0": None}, "errors": [error("r0")]},
        {"data": {"r0": None, "w0": {"login": "ada"}}, "errors": [error("r0", kind="FORBIDDEN")]},
        {"data": {"r0": None, "w0": {"login": "ada"}}, "errors": [error("r0"), error("r0", kind="INTERNAL")]},
        {"data": {"r0": None, "w0": {"login": "ada"}}, "errors": [error("r0"), {"message": "x"}]},
        {"data": {"r0": None, "w0": {"login": "ada"}}, "errors": [error("r0", kind=["NOT_FOUND"])]},
        SOUND | {"errors": [error("r0", "isArchived")]},
        SOUND | {"errors": "x"},
        SOUND | {"errors": [None]},
        SOUND | {"errors": [error(0)]},
        {"data": {"r0": {"nameWithOwner": "ada/notes"}}},
        {"data": {"r0": {"nameWithOwner": "ada/notes", "isArchived": "no"}}},
        {"data": {"r0": {"nameWithOwner": "ada/\x1b[31m", "isArchived": False}}},
        {"data": {"r0": {"nameWithOwner": "ada/../evil", "isArchived": False}}},
        {"data": {"r0": {"nameWithOwner": "evil.org/x)\n", "isArchived": False}}},
    ],
)
def test_answers_that_settle_nothing(reply: object) -> None:
    assert verdicts([ask("ada/notes")], reply) == [None]


def test_a_trouble_with_one_address_is_none_of_the_others() -> None:
    batch = [ask("ada/notes"), ask("ada/notes/blob/main/a.md"), ask("ada/notes/issues/7")]
    repository = SOUND["data"]["r0"] | {"a1": None, "b1": {"__typename": "Commit"}, "a2": {"__typename": "Issue"}}
    reply = {"data": {"r0": repository}, "errors": [error("r0", "a1", kind="SERVICE_UNAVAILABLE")]}
    assert [one and one.state for one in verdicts(batch, reply)] == ["alive", None, "alive"]
    assert [one and one.state for one in verdicts(batch, reply | {"errors": []})] == ["alive", "dead", "alive"]
    assert verdicts(batch, reply | {"errors": [error("r0", "a1", "x", kind="")]})[1] is None


def test_a_file_that_the_answer_leaves_out_is_not_dead() -> None:
    repository = SOUND["data"]["r0"] | {"b0": {"__typename": "Commit"}}
    assert verdicts([ask("ada/notes/blob/main/a.md")], {"data": {"r0": repository}}) == [None]


def test_a_refusal_is_known() -> None:
    assert is_refusal({"errors": [{"type": "RATE_LIMITED"}]})
    assert not is_refusal({"errors": [{"type": "NOT_FOUND"}]})
    assert not is_refusal({"errors": None})


_BATCH = [ask(at) for at in ("ada/notes", "ada/notes/blob/main/a.md#L3", "ada/b/issues/7#issuecomment-1", "c/d/tree/main/x")]
_KEYS = st.sampled_from(
    [
        *("data", "errors", "r0", "r1", "r2", "w0", "a0", "a1", "b1", "a2", "a3", "nameWithOwner", "isArchived", "login"),
        *("__typename", "file", "target", "lineCount", "path", "type"),
    ]
)
_JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=5),
        st.sampled_from(["Commit", "Blob", "Tag", "Issue", "NOT_FOUND", "ada/notes", "r0", "a1"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_KEYS, inner, max_size=6)),
    max_leaves=25,
)


@given(_JSON)
def test_any_json_ends_in_verdicts_or_the_ordinary_way(reply: object) -> None:
    is_refusal(reply)
    found = verdicts(_BATCH, reply)
    assert len(found) == len(_BATCH)
    for one, verdict in zip(_BATCH, found, strict=True):
        if verdict is not None:
            assert verdict.url == one.url
            assert verdict.state in ("alive", "moved", "dead")
            assert [fragment.name for fragment in verdict.fragments] == list(one.fragments)
            assert verdict.location is None or verdict.location.startswith(HUB)


@given(st.dictionaries(_KEYS, _JSON, max_size=6), st.lists(st.dictionaries(_KEYS, _JSON, max_size=3), max_size=3))
def test_any_repository_does(inner: dict[str, Any], errors: list[Any]) -> None:
    repository = {"nameWithOwner": "ada/notes", "isArchived": False} | inner
    assert len(verdicts(_BATCH, {"data": {"r0": repository}, "errors": errors})) == len(_BATCH)
