"""What rules say, where that depends on the case, and when they offer no fix: the examples show only where findings are."""

from typing import Any

import pytest

from notelint.rules import RULES
from tests.examples import Example, judge


def told(name: str, content: str, **options: Any) -> list[tuple[str, bool]]:
    """Message of each finding of a rule in a note, and whether it comes with a fix."""
    return [(finding.message, finding.fix is not None) for finding in judge(RULES[name], _example(content, options)).findings]


def _example(content: str, options: dict[str, Any]) -> Example:
    return Example(good=False, options=options, files={"note.md": content}, marks={}, adjacent=False)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[a]: x\n[A]: x\n", "`[A]` is defined in line 1 already, with the same target. Remove one of them."),
        ("[a]: x\n[A]: y\n", "`[A]` is defined in line 1 already, and that one counts. Remove or rename this one."),
        (
            "T[^a].\n\n[^a]: x\n\n[^a]: x\n",
            "`[^a]` is defined in line 3 already, and that one counts. Remove or rename this one.",
        ),
    ],
)
def test_duplicate_definition(content: str, says: str) -> None:
    assert [message for message, _ in told("duplicate-definition", content)] == [says]


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("http://localhost:4000/", "leads to the reader's own machine (RFC 6761)"),
        ("http://127.0.0.1/", "leads to the reader's own machine."),
        ("http://192.168.0.1/", "leads to a private address (IANA"),
        ("http://printer.local/", "works in one network only: `local` names are private (RFC 6762)"),
        ("http://nas.home.arpa/", "works in one network only: `home.arpa` names are private (RFC 8375)"),
        ("http://wiki.internal/", "works in one network only: `internal` names are private ("),
        ("http://www.example.com/", "leads nowhere: `example.com` is reserved (RFC 2606"),
    ],
)
def test_placeholder_link(target: str, why: str) -> None:
    ((message, _),) = told("placeholder-link", f"[a]({target})")
    assert why in message


@pytest.mark.parametrize(
    ("fields", "has_fix"),
    [
        ({"location": "https://b.io/new"}, True),
        ({"location": "https://b.io/"}, False),
        ({"location": "https://b.io/?page=new"}, True),
        ({"location": "http://b.io/new", "is_downgraded": True}, False),
    ],
)
def test_moved_link_mends_what_is_certain(fields: dict[str, Any], has_fix: bool) -> None:
    web = {"https://a.io/old": {"state": "moved", "reason": "moved", **fields}}
    ((message, fixed),) = told("moved-link", "[a](https://a.io/old)", web=web)
    assert message.startswith("`https://a.io/old` has moved for good to `")
    assert fixed is has_fix


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("[a](http://a.io/old)", "[a](https://kept.io/1)"),
        ("[a](http://a.io/old#b)", "[a](https://kept.io/1#b)"),
        ("[a](http://a.io/old#b#c)", "[a](https://kept.io/1#b#c)"),
    ],
)
def test_dead_link_links_the_copy(written: str, mended: str) -> None:
    web = {"http://a.io/old": {"state": "dead", "reason": "gone", "copy": "https://kept.io/1"}}
    judged = judge(RULES["dead-link"], _example(written, {"web": web}))
    assert judged.fixed() == {"note.md": mended}
    without = {"http://a.io/old": {"state": "dead", "reason": "gone"}}
    ((_, fixed),) = told("dead-link", written, web=without)
    assert not fixed


def test_broken_web_fragment_names_what_was_meant() -> None:
    web = {"https://a.io/p": {"state": "alive", "reason": "ok", "missing": {"seting": "setting", "nope": ""}}}
    near, far = told("broken-web-fragment", "[a](https://a.io/p#seting) [b](https://a.io/p#nope)", web=web)
    assert near[0].endswith("; did you mean `#setting`?")
    assert near[1]
    assert far[0].endswith("Look for where it went, or link to the page alone.")
    assert not far[1]


@pytest.mark.parametrize(("count", "more"), [(2, ""), (3, ""), (4, ", …")])
def test_ambiguous_wikilink_names_three(count: int, more: str) -> None:
    notes = {f"{folder}/x.md": "" for folder in "abcdef"[:count]}
    example = _example("[[x]] [x](x) [[ x #y]] [[https://x]]", {"wikilinks": True})
    example.files.update(notes)
    one, other = judge(RULES["ambiguous-wikilink"], example).findings
    listed = ", ".join(f"`{path}`" for path in list(notes)[:3])
    assert one.message == f"`x` may be any of {listed}{more}; write as much of the path as tells them apart." == other.message
    assert [(place.path, place.span) for place in one.related] == [(path, (0, 0)) for path in notes]


@pytest.mark.parametrize(
    ("content", "way"),
    [
        ("[a](#setup)\n\n# Setting up {#setup}\n", 'Put `<a id="setup"></a>` before it and link to that.'),
        ('[a](#setup)\n\n<a id="top"></a>\n\n# <a id="x"></a>Setting up {#setup}\n', "Link to its anchor `#x`."),
    ],
)
def test_unportable_fragment_tells_what_works_everywhere(content: str, way: str) -> None:
    ((message, _),) = told("unportable-fragment", content, **{"anchors.platforms": ["docusaurus", "github"]})
    assert message == (
        "`#setup` works on docusaurus, but not on github: the heading's id is `setting-up-setup` on github. " + way
    )


@pytest.mark.parametrize(
    ("content", "count"),
    [
        ("Text.\n\n[^b]: A note.\n", 1),
        ("Text.\n\n[b]: https://a.org\n", 1),
        ("Text.\n\n<p>[b]</p>\n\n[b]: https://a.org\n", 0),
        ("Text.\n\n<p>[^b]</p>\n\n[^b]: A note.\n", 0),
    ],
)
def test_unused_definition_leaves_alone_what_stands_in_brackets_elsewhere(content: str, count: int) -> None:
    assert len(told("unused-definition", content)) == count


def test_front_matter_syntax_takes_out_blank_lines_and_mends_nothing_else() -> None:
    assert [fixed for _, fixed in told("front-matter-syntax", "---\na: [\n---\n")] == [False]
    blank, other = told("front-matter-syntax", "\n---\na: 1\na: 2\n---\n")
    assert (blank[1], other[1]) == (True, False)
