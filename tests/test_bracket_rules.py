"""Brackets that are no links: which rule they belong to, and when they are none's."""

import pytest

from notelint.rules.link_without_target import LinkWithoutTarget
from notelint.rules.malformed_link import MalformedLink
from notelint.rules.undefined_reference import UndefinedReference
from notelint.rules.unused_definition import UnusedDefinition
from tests.helpers import note, vault


def test_brackets_belong_to_one_rule_only() -> None:
    content = "- [One](https://a.org)\n- [Two](https://c.org)\n- [e] (https://e.org)\n- [g][nope]\n- [Five]\n"
    notes = vault({"note.md": content})
    mine = notes.notes["note.md"]
    rules = (MalformedLink(), UndefinedReference(), LinkWithoutTarget())
    found = [one for rule in rules for one in rule.check(mine, notes)]
    assert [(one.rule, mine.text.position(one.span.start).line) for one in found] == [
        ("malformed-link", 3),
        ("undefined-reference", 4),
        ("link-without-target", 5),
    ]


def test_the_neighbours_decide_about_brackets() -> None:
    linked = "- [one](https://a.org/1)\n- [two](https://a.org/2)\n- [three]\n"
    alone = "- [one](https://a.org/1)\n- two\n- [three]\n"
    found = {
        content: len(list(LinkWithoutTarget().check(note(content), vault({"note.md": content})))) for content in (linked, alone)
    }
    assert found == {linked: 1, alone: 0}


def test_a_name_given_again_and_again_is_a_tag() -> None:
    once = "[Alice](https://a.org/alice) came.\n\nBye [Alice]"
    often = once + "\n\nThen [Alice] spoke, [Alice] listened, [Alice] left"
    found = [len(list(LinkWithoutTarget().check(note(content), vault({"note.md": content})))) for content in (once, often)]
    assert found == [1, 0]


def test_a_definition_used_in_html_is_not_unused() -> None:
    content = "<td>[x][lab]</td>\n\n[lab]: https://a.org\n[other]: https://b.org\n"
    found = [note(content).text.slice(one.span) for one in UnusedDefinition().check(note(content))]
    assert found == ["[other]: https://b.org"]


@pytest.mark.parametrize(("count", "told"), [(50, 50), (51, 1), (400, 1)])
def test_a_stock_of_definitions_is_told_once(count: int, told: int) -> None:
    lines = [f"[{number}]: https://a.org/{number}" for number in range(count)]
    findings = list(
        UnusedDefinition().check(note("\n".join(["See [used].", "", "[used]: https://a.org", *lines, "", "[^a]: A note."])))
    )
    assert len(findings) == told + 1, "the footnote is told by itself"
    assert told > 1 or f"`[0]` and {count - 1} more" in findings[0].message
