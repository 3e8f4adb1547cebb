"""Reports: what people see on a terminal, and text from anywhere made harmless."""

import io
import json
import re
from pathlib import Path

import pytest

from notelint.finding import Edit, Finding, Fix, Related
from notelint.lint import Run
from notelint.report import github
from notelint.report import json as json_report
from notelint.report import text as text_report
from notelint.report.neutral import neutral
from notelint.report.place import Shown
from notelint.text import Span, Text


def a_run(content: str, *findings: Finding, path: str = "a.md") -> Run:
    return Run(Path("/vault"), findings, 0, {path: Text(content)}, 1, 2, 0.5, ())


def a_finding(start: int, end: int, message: str = "Wrong.", path: str = "a.md", **more: object) -> Finding:
    return Finding(path, Span(start, end), "broken-link", message, "error", "0" * 16)._replace(**more)  # type: ignore[arg-type]  # any field


def written(run: Run, **options: object) -> str:
    out = io.StringIO()
    text_report.write([run], Shown(Path("/vault")), out, **options)  # type: ignore[arg-type]  # any option
    return out.getvalue()


def test_a_line_for_each_finding_and_a_summary() -> None:
    related = Related("a.md", Span(0, 1), "the first is here")
    run = a_run("# A\n\n[b](c)\n", a_finding(5, 11, related=(related,)))
    assert written(run) == (
        "a.md:3:1: error: Wrong. [broken-link]\n    a.md:1:1: the first is here\n1 note, 2 links looked at: 1 error.\n"
    )


def test_a_terminal_shows_the_place() -> None:
    lines = written(a_run("one [b](c) two\n", a_finding(4, 10)), excerpts=True).splitlines()
    assert lines[1] == "     1 | one [b](c) two"
    assert lines[2] == "             ^^^^^^"


def test_wide_characters_and_tabs_keep_the_mark_in_place() -> None:
    lines = written(a_run("漢字\t[b](c)\n", a_finding(3, 9)), excerpts=True).splitlines()
    assert lines[1] == "     1 | 漢字 [b](c)"
    assert lines[2] == " " * 9 + " " * 5 + "^^^^^^"


def test_a_long_line_is_cut_around_the_place() -> None:
    content = "x" * 500 + "[b](c)" + "y" * 500
    lines = written(a_run(content, a_finding(500, 506)), excerpts=True, width=60).splitlines()
    assert len(lines[1]) <= 60
    assert lines[1].index("[b](c)") == lines[2].index("^^^^^^")
    assert lines[1].startswith("     1 | …x")
    assert lines[1].endswith("y…")


def test_a_finding_over_several_lines_is_marked_to_the_end_of_its_first() -> None:
    lines = written(a_run("a [b\nc](d)\n", a_finding(2, 10)), excerpts=True).splitlines()
    assert lines[2] == "           ^^"


def test_colour_changes_nothing_but_colour() -> None:
    run = a_run("one [b](c) two\n", a_finding(4, 10))
    coloured = written(run, excerpts=True, colour=True)
    assert "\x1b[31merror\x1b[0m" in coloured
    assert re.sub(r"\x1b\[\d*m", "", coloured) == written(run, excerpts=True)


EVIL = "\x1b]0;owned\x07 \u202e \r\n ::error::x \udce9 \x9b31m"


def test_text_from_a_note_cannot_steer_the_terminal() -> None:
    path = f"{EVIL}.md"
    shown = written(a_run(f"a{EVIL}b", a_finding(0, 3, EVIL, path), path=path), excerpts=True)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]", shown)
    assert shown.count("\n") == 4
    assert "\\x1b]0;owned\\x07 \\u202e \\x0d\\x0a ::error" in shown


@pytest.mark.parametrize("harmless", ["ä 漢 é 👩‍💻", "a\u00a0b", "\\x1b"])
def test_other_text_stays(harmless: str) -> None:
    assert neutral(harmless) == harmless


def test_workflow_commands_are_escaped() -> None:
    out = io.StringIO()
    path = "50%,a:b.md"
    github.write([a_run("one\ntwo", a_finding(0, 2, "100%\n::error::x", path), path=path)], Shown(Path("/vault")), out)
    first, summary = out.getvalue().splitlines()
    assert first == (
        "::error file=50%25%2Ca%3Ab.md,line=1,endLine=1,col=1,endColumn=3,title=broken-link::100%25\\x0a::error::x"
    )
    assert summary == "1 note, 2 links looked at: 1 error."


def test_workflow_commands_have_no_columns_over_several_lines() -> None:
    out = io.StringIO()
    github.write([a_run("one\ntwo", a_finding(0, 5, severity="advice"))], Shown(Path("/vault")), out)
    assert out.getvalue().startswith("::notice file=a.md,line=1,endLine=2,title=broken-link::")


def test_json_has_every_part() -> None:
    fix = Fix("safe", "Write it so.", (Edit(Span(6, 7), "🐍"),))
    related = (Related("a.md", Span(0, 1), "here"),)
    out = io.StringIO()
    json_report.write([a_run("🌱\n[b\n](c)\n", a_finding(2, 9, fix=fix, related=related))], Shown(Path("/vault")), out)
    data = json.loads(out.getvalue())
    assert data == {
        "version": 1,
        "findings": [
            {
                "path": "a.md",
                "line": 2,
                "column": 1,
                "end_line": 3,
                "end_column": 5,
                "rule": "broken-link",
                "severity": "error",
                "message": "Wrong.",
                "fingerprint": "0" * 16,
                "related": [{"path": "a.md", "line": 1, "column": 1, "message": "here"}],
                "fix": {
                    "safety": "safe",
                    "description": "Write it so.",
                    "edits": [{"line": 3, "column": 2, "end_line": 3, "end_column": 3, "replacement": "🐍"}],
                },
            }
        ],
        "summary": {"notes": 1, "links": 2, "errors": 1, "warnings": 0, "advice": 0, "hidden": 0, "seconds": 0.5},
    }
