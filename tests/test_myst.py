"""MyST: what myst-parser makes of a note, gathered with exact spans."""

import pytest

from notelint.markdown import Dialect
from notelint.note import Note
from notelint.rules.broken_fragment import BrokenFragment
from notelint.rules.broken_link import BrokenLink
from tests.helpers import note, vault

MYST = Dialect(myst=True)


def read(content: str) -> Note:
    return note(content, dialect=MYST)


def targets(content: str) -> list[str]:
    return [link.target for link in read(content).links]


def test_a_target_names_the_next_block() -> None:
    found = read("text\n(my-label)=\n# Title\n")
    (anchor,) = found.anchors
    assert (anchor.name, anchor.kind, found.text.slice(anchor.span)) == ("my-label", "target", "(my-label)=")
    assert [heading.title for heading in found.headings] == ["Title"]


def test_a_target_in_code_is_none() -> None:
    assert read("```\n(a)=\n```\n\n    (b)=\n").anchors == ()


@pytest.mark.parametrize("fence", ["```", "~~~", ":::", ":::::"])
def test_an_admonition_holds_markdown(fence: str) -> None:
    found = read(f"{fence}{{note}} See [a](b)\n:name: here\n\n[c](d)\n\n# H\n{fence}\n[e](f)\n")
    assert [link.target for link in found.links] == ["b", "d", "f"]
    assert [found.text.slice(link.span) for link in found.links] == ["[a](b)", "[c](d)", "[e](f)"]
    assert [(anchor.name, found.text.slice(anchor.span)) for anchor in found.anchors] == [("here", "here")]
    assert [heading.title for heading in found.headings] == ["H"]


@pytest.mark.parametrize("name", ["code-block", "math", "mermaid", "toctree", "eval-rst", "something-else"])
def test_other_directives_hold_code(name: str) -> None:
    found = read(f"```{{{name}}} python\n---\nname: eq\n---\n[a](b) http://c.example\n```\n\n:::{{{name}}}\n[d](e)\n:::\n")
    assert found.links == ()
    assert [anchor.name for anchor in found.anchors] == ["eq"]


def test_directives_nest_and_end_with_their_container() -> None:
    assert targets("::::{grid}\n:::{card} [t](u)\n[a](b)\n:::\n[c](d)\n::::\n[e](f)\n") == ["u", "b", "d", "f"]
    assert targets("- :::{note}\n  [a](b)\n\n[c](d)\n") == ["b", "d"]
    assert targets("> ```{tip}\n> [a](b)\n> ```\n> [c](d)\n") == ["b", "d"]
    assert targets(":::\n[a](b)\n:::\n") == ["b"]


def test_roles_that_lead_somewhere_are_links() -> None:
    found = read("See {ref}`here <my-label>`, {ref}`other`, {doc}`../guide/intro` and {doc}`text <a.md>`.\n")
    slices = [(link.target, link.text, found.text.slice(link.target_span)) for link in found.links]
    assert slices == [
        ("#my-label", "here", "my-label"),
        ("#other", "other", "other"),
        ("../guide/intro.md", "../guide/intro", "../guide/intro"),
        ("a.md", "text", "a.md"),
    ]
    assert found.text.slice(found.links[0].span) == "{ref}`here <my-label>`"


def test_other_roles_are_code() -> None:
    found = read("{ref}`genindex` {ref}`x <python:with>` {math}`[a](b)` {py:func}`x.y <[c](d)>` `{ref}` {ref} \\{ref}`e`\n")
    assert found.links == ()


def test_plain_links_to_targets_stay() -> None:
    assert targets("[](#my-label) [t](#x)\n") == ["#my-label", "#x"]


def test_comments_and_breaks_hold_nothing() -> None:
    assert targets("% [a](b)\n\n+++ [c](d)\n\n[e](f)\n% [g](h)\n") == ["f"]


@pytest.mark.parametrize(
    "content", [":::{note}", "```{note}\n", "```{math}", ":::{note}\n:name:\n", ":::{card}\n---\nname: a\n", "{ref}``", "()="]
)
def test_what_is_unfinished_is_read_to_its_end(content: str) -> None:
    assert read(content).links == ()


def test_a_target_holds_for_every_note() -> None:
    notes = {"a.md": "{ref}`far` [](#Far) {ref}`nowhere`\n", "b.md": "(far)=\n# B\n"}
    made = vault(notes, dialect=MYST)
    findings = list(BrokenFragment().check(made.notes["a.md"], made))
    assert [finding.span.start for finding in findings] == [notes["a.md"].index("{ref}`nowhere`")]


def test_pages_and_labels_in_restructured_text_are_not_missed() -> None:
    content = "{doc}`other` {doc}`gone` {ref}`label`"
    with_pages = vault({"a.md": content}, "other.rst", dialect=MYST)
    alone = vault({"a.md": content}, "x.png", dialect=MYST)
    assert [finding.message[:9] for finding in BrokenLink().check(with_pages.notes["a.md"], with_pages)] == ["`gone.md`"]
    assert list(BrokenFragment().check(with_pages.notes["a.md"], with_pages)) == []
    assert len(list(BrokenFragment().check(alone.notes["a.md"], alone))) == 1
