"""The ids of headings against what the platforms' own code gives, and against GitHub's own pages."""

import json

import pytest

from notelint.markdown.heading_ids import PLATFORMS, fragment_key, heading_ids, heading_names, special
from notelint.nearest import nearest
from notelint.note import Heading, Part, PartKind
from notelint.text import Span
from tests.corpora import shared


def heading(*parts: tuple[PartKind, str], source: str = "") -> Heading:
    """A heading of these parts; its source is their text unless given."""
    text = "".join(text for _, text in parts)
    return Heading(Span(0, 0), Span(0, 0), 1, tuple(Part(*part) for part in parts), source or text)


def ids(platform: str, *titles: str) -> list[str]:
    """The ids of headings of plain text."""
    return heading_ids([heading(("text", title)) for title in titles], platform)


def test_all_headings_that_github_rendered() -> None:
    rows = json.loads(shared("facts/github-slugs.json").read_text("utf-8"))["rows"]
    assert len(rows) == 78
    made = ids("github", *(row["heading"] for row in rows))
    assert [(row["case"], id_) for row, id_ in zip(rows, made, strict=True) if id_ != row["id"]] == []


# One heading per row; "" where a column says the same as GitHub's. gatsby, mkdocs, myst and the explicit ids of docusaurus
# were given by the platforms' own code (gatsby-remark-autolink-headers 6.16, Python-Markdown 3.11 with attr_list, docutils
# 0.22), those of vitepress
# by markdown-it-anchor 9 with markdown-it-attrs and @mdit-vue/shared 3.0; hugo, jekyll, kramdown and vscode follow
# from reading their source.
TITLES = {
    "A - B": {"": "a---b", "gitlab-16": "a-b", "mkdocs": "a-b", "myst": "a-b", "vitepress": "a-b"},
    "C++ / C#": {"": "c--c", "gitlab-16": "c-c", "mkdocs": "c-c", "myst": "c-c", "vitepress": "c-c"},
    "1. First": {"": "1-first", "kramdown": "first", "myst": "first", "vitepress": "_1-first"},
    "Café 你好 🎉 Party": {
        "": "café-你好--party",
        "gitlab-16": "café-你好-party",
        "kramdown": "caf---party",
        "mkdocs": "cafe-party",
        "myst": "cafe-party",
        "vitepress": "cafe-你好-🎉-party",
    },
    "你好": {"": "你好", "kramdown": "section", "mkdocs": "_1", "myst": "id1"},
    "x_y": {"": "x_y", "kramdown": "xy", "myst": "x-y", "vitepress": "x-y"},
    "A -- B": {"": "a----b", "gitlab-16": "a-b", "jekyll": "a--b", "mkdocs": "a-b", "myst": "a-b", "vitepress": "a-b"},
    "Straße Øre": {"": "straße-øre", "kramdown": "strae-re", "mkdocs": "strae-re", "myst": "strasze-ore"},
    "!!": {"": "", "hugo": "heading", "kramdown": "section", "mkdocs": "_1", "myst": "id1"},
    "2024": {
        "": "2024",
        "gitlab": "anchor-2024",
        "gitlab-16": "anchor-2024",
        "kramdown": "section",
        "myst": "id1",
        "vitepress": "_2024",
    },
    "API (premium only)": {"": "api-premium-only", "gitlab": "api", "gitlab-16": "api"},
    # The Devanagari vowel signs are marks, which Hugo drops; U+FE0F behind the emoji is one too.
    "हिन्दी": {"": "हिन्दी", "hugo": "हनद", "kramdown": "section", "mkdocs": "_1", "myst": "id1"},
    "🛠️ Dev": {"": "️-dev", "hugo": "-dev", "kramdown": "dev", "mkdocs": "dev", "myst": "dev", "vitepress": "🛠️-dev"},
    "Ⓐ ½ Ⅳ": {
        "": "ⓐ--ⅳ",
        "gitlab-16": "ⓐ-ⅳ",
        "hugo": "--",
        "kramdown": "section",
        "mkdocs": "a-12-iv",
        "myst": "a-12-iv",
        "vitepress": "a-1\u20442-iv",
    },
    "A {#b}": {"": "a-b"} | dict.fromkeys(("hugo", "jekyll", "kramdown", "mkdocs", "docusaurus", "vitepress"), "b"),
}


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("platform", [name for name in PLATFORMS if name != "obsidian"])
def test_titles_of_plain_text(title: str, platform: str) -> None:
    assert ids(platform, title) == [TITLES[title].get(platform, TITLES[title][""])]


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("github", "ocidocker-"),
        ("gitlab", "ocidocker"),
        ("gatsby", "ocidocker-a-nameocia"),
        ("hugo", "ocidocker-a-nameocia"),
        ("jekyll", "ocidocker-"),
        ("kramdown", "ocidocker-a-nameocia"),
        ("mkdocs", "ocidocker"),
        ("docusaurus", "ocidocker-"),
        ("vscode", "ocidocker"),
        ("myst", "oci-docker"),
        ("vitepress", "oci-docker"),
    ],
)
def test_an_anchor_inside_a_heading(platform: str, expected: str) -> None:
    parts: list[tuple[PartKind, str]] = [("text", "OCI/Docker "), ("html", '<a name="oci">'), ("html", "</a>")]
    assert heading_ids([heading(*parts)], platform) == [expected]


def test_code_counts_everywhere_and_alternative_text_on_some() -> None:
    one = heading(("image-alt", "Alt text"), ("text", " Use "), ("code", "a_b"), source="![Alt text](x.png) Use `a_b`")
    given = {
        platform: heading_ids([one], platform)[0] for platform in ("github", "gatsby", "mkdocs", "vscode", "vitepress", "hugo")
    }
    assert given == {
        "github": "-use-a_b",
        "gatsby": "alt-text-use-a_b",
        "mkdocs": "use-a_b",
        "vscode": "alt-text-use-a_b",
        "vitepress": "alt-text-use-a-b",
        "hugo": "alt-textxpng-use-a_b",
    }


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("github", ["dup", "dup-1", "dup-1-1", "dup-2"]),
        ("gatsby", ["dup", "dup-1", "dup-1-1", "dup-2"]),
        ("hugo", ["dup", "dup-1", "dup-1-1", "dup-2"]),
        ("jekyll", ["dup", "dup-1", "dup-1", "dup-2"]),
        ("kramdown", ["dup", "dup-1", "dup-1", "dup-2"]),
        ("mkdocs", ["dup", "dup_1", "dup-1", "dup_2"]),
        ("myst", ["dup", "id1", "dup-1", "id2"]),
        ("vitepress", ["dup", "dup-1", "dup-1-1", "dup-2"]),
        ("obsidian", ["Dup", "Dup", "dup-1", "Dup"]),
    ],
)
def test_repeated_headings(platform: str, expected: list[str]) -> None:
    assert ids(platform, "Dup", "Dup", "dup-1", "Dup") == expected


def test_python_markdown_counts_on_from_a_number_in_the_id() -> None:
    assert ids("mkdocs", "Dup", "Dup", "Dup_1", "Dup_1") == ["dup", "dup_1", "dup_2", "dup_3"]


def test_explicit_ids_take_their_name_from_later_headings_where_the_platform_keeps_account() -> None:
    assert ids("hugo", "A {#b}", "B") == ["b", "b-1"]
    assert ids("vitepress", "A {#b}", "B") == ["b", "b-1"]
    assert ids("docusaurus", "A {#b}", "B") == ["b", "b"]
    assert ids("jekyll", "A {#b}", "B") == ["b", "b"]
    assert ids("mkdocs", "B", "A {#b}") == ["b_1", "b"]


@pytest.mark.parametrize(
    ("platform", "title", "expected"),
    [
        ("hugo", 'A {.wide #b key="a b"}', "b"),
        ("hugo", "A {.wide}", "a"),
        ("hugo", "Set {a, b}", "set-a-b"),
        ("hugo", "A {#b} c", "a-b-c"),
        ("hugo", r"A \{#b}", "a-b"),
        ("kramdown", "A {#1b}", "a-1b"),
        ("kramdown", "A{#b}", "ab"),
        ("mkdocs", "B {: #b2 .c }", "b2"),
        ("mkdocs", "A {.wide}", "a"),
        ("docusaurus", "A {#Ö x}", "Ö x"),
        ("docusaurus", "A {#}", "a-"),
        ("gatsby", "A {#b}", "a-b"),
        ("vitepress", "A{#b .c}", "b"),
        ("vitepress", "A {.wide}", "a"),
        ("vitepress", "A {#b} c", "a-b-c"),
    ],
)
def test_ids_at_the_end_of_a_heading(platform: str, title: str, expected: str) -> None:
    assert ids(platform, title) == [expected]


def test_names_besides_the_id() -> None:
    assert heading_names([heading(("text", "C++ / C#"))], "myst") == [("c-c", "c--c")]
    marked = heading(("text", "A "), ("text", "b"), source="A **b** <br>")
    assert heading_names([marked], "obsidian") == [("A b br", "A b")]
    assert heading_names([marked], "github") == [("a-b",)]


@pytest.mark.parametrize(
    ("fragment", "platform", "key"),
    [
        ("List", "github", "List"),
        ("List", "vscode", "list"),
        ("user-content-list", "github", "list"),
        ("user-content-list", "gitlab", "user-content-list"),
        ("etcd:~:text=store", "github", "etcd"),
        ("cafe\u0301", "github", "caf\u00e9"),
        ("Plan: A, B", "obsidian", "plan a b"),
        ("One#Two: x", "obsidian", "one#two x"),
        ("^Block-1", "obsidian", "^block-1"),
    ],
)
def test_what_fragments_are_compared_by(fragment: str, platform: str, key: str) -> None:
    assert fragment_key(fragment, platform) == key


@pytest.mark.parametrize(
    ("fragment", "platform"),
    [
        ("", "github"),
        ("top", "hugo"),
        ("TOP", "github"),
        (":~:text=a", "github"),
        ("L10", "github"),
        ("L10-L20", "github"),
        ("L10C1-L12C5", "github"),
        ("L10-20", "gitlab"),
        ("readme", "github"),
        ("", "obsidian"),
    ],
)
def test_fragments_that_need_no_heading(fragment: str, platform: str) -> None:
    assert special(fragment, platform)


@pytest.mark.parametrize(
    ("fragment", "platform"),
    [
        ("list", "github"),
        ("L10", "hugo"),
        ("Level", "github"),
        ("top", "obsidian"),
        ("readme", "gitlab"),
        ("a:~:text=b", "hugo"),
    ],
)
def test_fragments_that_need_one(fragment: str, platform: str) -> None:
    assert not special(fragment, platform)


@pytest.mark.parametrize(
    ("name", "candidates", "expected"),
    [
        ("oci-docker", ["docker", "oci-and-docker", "hosting"], "oci-and-docker"),
        ("Lists", ["the-list", "lists"], "lists"),
        ("setup", ["how-to-set-up-the-tool", "teardown"], None),
        ("etcd", ["the-etcd-store", "api"], "the-etcd-store"),
        ("api", ["rest-api", "api-keys-and"], "rest-api"),
        ("nope", ["entirely", "different"], None),
        ("x", [], None),
        # In a hierarchy, sharing its upper parts is not being alike.
        ("guide.topic.goto", ["guide.topic.zen", "guide.topic"], None),
        ("guide.topic.comand", ["guide.topic.commands", "guide.topic.zen"], "guide.topic.commands"),
        ("2021-09-14", ["2021-09-21"], None),
        ("step-1", ["step1", "step-2"], "step1"),
        ("tour.links", ["tour.main.links", "tour.main"], "tour.main.links"),
    ],
)
def test_the_nearest_name(name: str, candidates: list[str], expected: str | None) -> None:
    assert nearest(name, candidates) == expected


def test_the_nearest_of_very_many_names_is_the_nearest_of_few() -> None:
    others = [f"{word}-{number}" for word in ("setup", "network", "storage", "history") for number in range(500)]
    assert nearest("netwrok-policies", [*others, "network-policies"]) == "network-policies"
    assert nearest("cil", [*others, "cli"]) == "cli"
