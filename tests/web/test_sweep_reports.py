"""Reports on sweeps: the body of an issue, and text from strangers in every form."""

import json
from pathlib import Path

import pytest

from notelint.sweep_report.markdown import LONGEST, MARK, code
from notelint.web.evidence import DAY
from notelint.web.verdict import FragmentVerdict
from tests.conftest import Notelint, write
from tests.web.postgres import Server
from tests.web.sweeping import NOW, verdict
from tests.web.sweeping_command import A, B, C, Web


def test_the_body_of_an_issue_is_the_same_when_nothing_changed(web: Web) -> None:
    web.sweep()
    web.answers = {A: verdict(A, "dead", "gone", status=410), B: verdict(B, "dead", "gone", status=410)}
    first = web.sweep("--report", "markdown", after=2 * DAY).out
    assert first.startswith(f"{MARK}\n\n3 addresses in 2 notes: 2 dead, 1 alive.")
    assert first.index("## Since the last sweep") < first.index("### Newly broken (2)") < first.index("## By host")
    second, third = (web.sweep("--report", "markdown").out for _ in range(2))
    assert second == third
    assert "Nothing changed.\n" in second
    items = [[line for line in text.splitlines() if line.startswith("- `") and "://" in line] for text in (first, second)]
    assert items[0] == items[1], "the same identifiers in the same order"
    assert items[0][0].startswith("- `6b2055c959` `https://a.org/one`: gone (410), failing since ")


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "`` ` ``` code",
    "line\nend\r\n# heading",
    "\x1b[31mred\x07\x9b",
    "@everyone #1 owner/repo#2 https://github.com/o/r/issues/1",
    "::error::x\n::warning::y",
    "\u202eabc\u2066",
    "-->",
    "`",
    " ",
    "[a](javascript:x)",
    "\ud800",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_titles_stay_text_in_every_form(web: Web, text: str) -> None:
    web.answers[A] = verdict(A, "suspect", "parked")._replace(detail=text, title=text, location=f"https://c.org/{text}")
    for form in ("text", "markdown", "json"):
        ran = web.sweep("--report", form)
        assert ran.code == 0
        assert not [
            one for one in ran.out if one != "\n" and (ord(one) < 32 or 0x7F <= ord(one) <= 0x9F or one in "\u202e\u2066")
        ]
        if form == "json":
            json.loads(ran.out)
    plain = web.sweep("--report", "markdown").out
    assert [
        line for line in plain.splitlines() if line and not line.startswith(("#", "- `", "  - ", MARK, "Noth", "3 addr"))
    ] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_gets_out_of_a_code_span(text: str) -> None:
    import cmarkgfm  # type: ignore[import-untyped]  # it has no types

    html = cmarkgfm.github_flavored_markdown_to_html(f"- a {code(text)} z")
    assert html.count("<code>") == 1
    assert html.startswith("<ul>\n<li>a <code>")
    assert html.rstrip().endswith("</code> z</li>\n</ul>")


def test_a_long_body_is_cut_where_the_issue_ends(web: Web, repository: Path) -> None:
    many = {f"https://h{number % 9}.org/{number}" for number in range(2000)}
    write(repository, {"long.md": "\n".join(f"* <{url}>" for url in sorted(many))})
    web.answers = {url: verdict(url, "dead", "gone", status=410) for url in many}
    body = web.sweep("--report", "markdown").out
    assert LONGEST - 1000 < len(body) <= LONGEST
    assert " more; `notelint sweep --report text` tells all\n" in body
    assert "### Newly broken (2,000)" in body


def test_both_kinds_of_store_tell_the_same(web: Web, notelint: Notelint, postgres: Server) -> None:
    """The same sweeps on both kinds: the same reports in all forms, the same histories."""
    told: list[list[str]] = []
    for store in ("s.db", postgres.new()):
        web.at, said = NOW, list[str]()
        for answers, after in (
            (
                {A: verdict(A)._replace(title="One \x1b[31m", etag='"1"', fragments=(FragmentVerdict("x", "found", "found"),))},
                0.0,
            ),
            (
                {A: verdict(A, "dead", "gone", status=410), B: verdict(B, "suspect", "parked")._replace(detail="for sale")},
                3 * DAY,
            ),
            ({A: verdict(A)._replace(fragments=(FragmentVerdict("x", "missing", "no-such-id", "y"),))}, 2 * DAY),
            ({C: verdict(C, "unsure", "timeout", status=None), B: verdict(B, "blocked", "forbidden", status=403)}, 40 * DAY),
        ):
            web.answers, web.at = answers, web.at + after
            said += map(str, notelint("sweep", "--store", store, "--report", "text", "--fail-on", "dead")[:2])
            said += [notelint("sweep", "--store", store, "--report", form).out for form in ("markdown", "json")]
            said += [
                notelint("history", url, "--store", store, *form).out
                for url in (A, B, C)
                for form in ((), ("--format", "json"))
            ]
        told.append(said)
    assert told[0] == told[1]
    assert "Recovered" in "".join(told[0])
