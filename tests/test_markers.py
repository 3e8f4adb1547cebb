"""Deprecation markers in all their forms, and what only looks like one."""

import doctest
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notelint import markers
from notelint.markers import LANGUAGES, VOCABULARIES, find_marker, may_mark, mentions_retirement, with_marker, without_marker

FORMS = [
    # text, word, side, text without it
    ("Docker Machine DEPRECATED", "DEPRECATED", "end", "Docker Machine"),
    ("[Docs](https://a.org/#:~:text=a,or%20stacks.) DEPRECATED", "DEPRECATED", "end", "[Docs](https://a.org/#:~:text=a,or%20stacks.)"),
    ("DEPRECATED Docker Machine", "DEPRECATED", "start", "Docker Machine"),
    ("OBSOLETE: Docker Machine", "OBSOLETE", "start", "Docker Machine"),
    ("ARCHIVED - Docker Machine", "ARCHIVED", "start", "Docker Machine"),
    ("**UNMAINTAINED:** Docker Machine", "UNMAINTAINED", "start", "Docker Machine"),
    ("**DEPRECATED** Docker Machine", "DEPRECATED", "start", "Docker Machine"),
    ("**Docker Machine DEPRECATED**", "DEPRECATED", "end", "**Docker Machine**"),
    ("Docker Machine `DISCONTINUED`", "DISCONTINUED", "end", "Docker Machine"),
    ("Docker Machine SUNSET", "SUNSET", "end", "Docker Machine"),
    ("Docker Machine DEPRECATED.", "DEPRECATED", "end", "Docker Machine."),
    ("Docker Machine - EOL", "EOL", "end", "Docker Machine"),
    ("Docker Machine DEPRECATED: use Docker Desktop", "DEPRECATED", "end", "Docker Machine"),
    ("Docker Machine [DEPRECATED](https://a.org)", "DEPRECATED", "end", "Docker Machine"),
    ('Docker Machine DEPRECATED <a name="machine"></a>', "DEPRECATED", "end", 'Docker Machine <a name="machine"></a>'),
    ("Docker Machine DEPRECATED {#machine}", "DEPRECATED", "end", "Docker Machine {#machine}"),
    ("Docker Machine (deprecated)", "deprecated", "end", "Docker Machine"),
    ("Docker Machine *(Deprecated)*", "Deprecated", "end", "Docker Machine"),
    ("Docker Machine [obsolete]", "obsolete", "end", "Docker Machine"),
    ("(Obsolete) Docker Machine", "Obsolete", "start", "Docker Machine"),
    ("[ARCHIVED] Docker Machine", "ARCHIVED", "start", "Docker Machine"),
    ("Docker Machine (EOL June 2021)", "EOL", "end", "Docker Machine"),
    ("Docker Machine (deprecated since 2019)", "deprecated", "end", "Docker Machine"),
    ("Docker Machine ([deprecated](https://a.org/news))", "deprecated", "end", "Docker Machine"),
    ("Docker Machine (deprecated): makes hosts", "deprecated", "middle", "Docker Machine: makes hosts"),
    ("[Machine](https://a.org) (deprecated) - makes hosts", "deprecated", "middle", "[Machine](https://a.org) - makes hosts"),
    ("Docker Machine - DEPRECATED. Makes hosts", "DEPRECATED", "middle", "Docker Machine Makes hosts"),
    ("Docker Machine - **[deprecated]** Makes hosts", "deprecated", "middle", "Docker Machine Makes hosts"),
    ("Docker Machine -- **deprecated**, use Docker Desktop", "deprecated", "end", "Docker Machine"),
    ("Docker Machine - deprecated", "deprecated", "end", "Docker Machine"),
    ("Docker Machine - obsolete, see Docker Desktop", "obsolete", "end", "Docker Machine"),
    ("Docker Machine :warning: deprecated", "deprecated", "end", "Docker Machine"),
    ("⚠️ Deprecated: Docker Machine", "Deprecated", "start", "Docker Machine"),
    ("Docker Machine (no longer maintained)", "no longer maintained", "end", "Docker Machine"),
    ("Docker Machine, no longer supported", "no longer supported", "end", "Docker Machine"),
    ("Docker Machine. No longer maintained.", "No longer maintained", "end", "Docker Machine."),
    ("Docker Machine, superseded by Docker Desktop", "superseded by Docker Desktop", "end", "Docker Machine"),
    ("Docker Machine (replaced by [Desktop](https://a.org))", "replaced by [Desktop", "end", "Docker Machine"),
    ("~~Docker Machine~~", "~~", "around", "Docker Machine"),
    ("~~[Docker Machine](https://a.org)~~: makes hosts", "~~", "around", "[Docker Machine](https://a.org): makes hosts"),
    ("Docker Machine VERALTET", "VERALTET", "end", "Docker Machine"),
    ("Docker Machine (eingestellt)", "eingestellt", "end", "Docker Machine"),
    ("Docker Machine (obsolète)", "obsolète", "end", "Docker Machine"),
    ("ABANDONNÉ : Docker Machine", "ABANDONNÉ", "start", "Docker Machine"),
    ("Docker Machine (descontinuado)", "descontinuado", "end", "Docker Machine"),
    ("Docker Machine (устарело)", "устарело", "end", "Docker Machine"),
    ("Docker Machine\N{FULLWIDTH LEFT PARENTHESIS}已弃用\N{FULLWIDTH RIGHT PARENTHESIS}", "已弃用", "end", "Docker Machine"),
]  # fmt: skip

TRAPS = [
    "",
    "Deprecated",
    "DEPRECATED",
    "(deprecated)",
    "Which APIs are deprecated",
    "Deprecated API list",
    "Deprecated: the `--force` option",
    "DEPRECATED APIS",
    "This is DEPRECATED",
    "Status: DEPRECATED",
    "ACTIVE, DEPRECATED",
    "DEPRECATED or OBSOLETE",
    "DEPRECATED means that it will be removed",
    "`status: DEPRECATED`",
    "A list of (deprecated API) calls",
    "What to do (deprecated APIs)",
    "See what is [deprecated](https://a.org)",
    "[Talk](https://a.org) ([archived](https://web.archive.org/web/2020/https://a.org))",
    "[Talk](https://web.archive.org/web/2020/https://a.org) (archived)",
    "[archived copy](https://web.archive.org/web/2020/https://a.org)",
    "Talk (archived copy)",
    "A book *(:card_file_box: archived)*",
    "Windows writes CRLF as EOL",
    "EOL normalisation",
    "Line ending (EOL)",
    "End of life (EOL)",
    "The SUNSET Boulevard walk",
    "The plan was replaced by Docker Desktop",
    "~~2pm~~ 3pm",
    "~~one~~ and ~~two~~",
    r"\~~Docker Machine\~~",
    "From ~/notes to ~/archive",
    "x " * 2000 + "DEPRECATED",
]


@pytest.mark.parametrize(("text", "word", "side", "without"), FORMS)
def test_a_marker_is_found(text: str, word: str, side: str, without: str) -> None:
    marker = find_marker(text)
    assert marker is not None
    assert (marker.word, marker.side) == (word, side)
    assert without_marker(text) == without
    assert marker.word in text[marker.span.start : marker.span.end]


@pytest.mark.parametrize("text", TRAPS)
def test_what_looks_like_a_marker_is_none(text: str) -> None:
    assert find_marker(text) is None
    assert without_marker(text) == text


def test_languages_are_chosen_and_words_added() -> None:
    assert find_marker("Docker Machine (veraltet)", ("en",)) is None
    assert find_marker("Docker Machine (veraltet)", ("en", "de")) is not None
    assert find_marker("Docker Machine (im Ruhestand)") is None
    marker = find_marker("Docker Machine (im Ruhestand)", (), ("im Ruhestand",))
    assert marker is not None
    assert marker.word == "im Ruhestand"
    assert find_marker("C (C++)", (), ("C++",)) is not None
    assert find_marker("Docker Machine (deprecated)", (), ("im Ruhestand",)) is None


@pytest.mark.parametrize("text", [form[0] for form in FORMS])
def test_the_quick_look_misses_none(text: str) -> None:
    assert may_mark(text)
    assert may_mark(f"# A note\n\n* {text}\n")


def test_every_language_has_a_vocabulary() -> None:
    assert sorted(VOCABULARIES) == sorted(LANGUAGES)


@pytest.mark.parametrize("text", ["It has been deprecated for years", "the project is no longer maintained"])
def test_prose_that_says_as_much_is_told(text: str) -> None:
    assert mentions_retirement(text)


def test_prose_that_says_nothing_of_it_is_not() -> None:
    assert not mentions_retirement("The deprecation policy, and a geology of archives")


def test_a_marker_within_a_marked_text_comes_off_too() -> None:
    assert without_marker("**DEPRECATED:** ~~Docker Machine~~ (no longer maintained)") == "Docker Machine"


# No words that would make a sentence of what follows, and no text in capitals alone: there, a word in capitals says nothing.
WORD = st.text("bcdfg", min_size=2, max_size=8) | st.sampled_from(["C++", "[x](https://a.org)", "`code`", "v2", "Docker"])
TEXTS = st.lists(WORD, max_size=6).map(lambda words: " ".join(["Docker", *words]))
ADDED = [text for text, _, side, without in FORMS if side != "middle" and not without.endswith((".", "}", ">"))]


@given(TEXTS, st.sampled_from(ADDED))
def test_what_is_added_comes_off_again(text: str, source: str) -> None:
    marker = find_marker(source)
    assert marker is not None
    made = with_marker(text, source, marker)
    assert made is not None
    assert find_marker(made) is not None
    assert without_marker(made) == text


@pytest.mark.parametrize(
    ("text", "source", "marked"),
    [
        ("Machine", "Swarm (deprecated)", "Machine (deprecated)"),
        ('Machine <a id="m"></a>', "Machine DEPRECATED", 'Machine DEPRECATED <a id="m"></a>'),
        ("Machine {#m}", "Machine DEPRECATED", "Machine DEPRECATED {#m}"),
        ("Machine: old", "~~Machine~~: new", "~~Machine~~: old"),
        ("[Machine](b) - old", "[Machine](a) (deprecated) - new", "[Machine](b) (deprecated) - old"),
        ("Something else", "Machine (deprecated): new", None),
    ],
)
def test_a_text_is_marked_as_another_is(text: str, source: str, marked: str | None) -> None:
    marker = find_marker(source)
    assert marker is not None
    assert with_marker(text, source, marker) == marked


@pytest.mark.parametrize(
    "piece",
    ["(deprecated", "~~a ", "a - deprecated, ", "DEPRECATED <a ", "[deprecated](", "*", " ", "superseded by x ", "foo. "],
)
def test_hostile_texts_take_no_time(piece: str) -> None:
    for text in (piece * 100_000 + "deprecated", (piece * 2000)[:1990] + "archived"):
        started = time.perf_counter()
        find_marker(text)
        assert time.perf_counter() - started < 1


def test_the_examples_in_docstrings_hold() -> None:
    done = doctest.testmod(markers)
    assert done.attempted >= 5
    assert done.failed == 0
