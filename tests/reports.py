"""Runs made by hand, and reports as strings, for the tests of every form."""

import io
from pathlib import Path
from xml.etree import ElementTree

from notelint.finding import Finding, Severity
from notelint.report.formats import writer
from notelint.report.place import Shown
from notelint.run import Run
from notelint.text import Span, Text

ROOT = Path("/vault")
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "advice")

EVIL = (
    "\x1b]0;owned\x07\x1b[31m\x9b31m",
    "\u202eevil\u2066 \u2028\u2029 \ufeff\ufffe\uffff",
    "a\x00b\x08c\x0bd\x7fe\r\nf\tg",
    "</script><script>window.owned = 1</script>",
    "\"><img src=x onerror='window.owned = 1'>",
    "<!--\n]]>&amp;&#x3c;&nbsp;<a href='javascript:owned'>",
    "]]>]]&gt;--><![CDATA[x]]>",
    "[click](https://evil.example) ![p](https://evil.example/p.png) <https://evil.example>",
    "https://evil.example www.evil.example me@evil.example @team #123 GH-1 evil/repo#1",
    "`code` ``two` ` `` *em* __strong__ ~~gone~~ | cell | # head",
    "1. one\n- two\n> three\n    four\n```\nfive",
    "::error::x\n::set-output name=a::b %0A %25 ::stop-commands::t",
    "##[command]x ##vso[task.setvariable]x ##teamcity[x] ::add-mask::a, b: c",
    "::add-matcher::x",
    "=1+1 +1 -1 @SUM(A1) =cmd|' /C calc'!A0",
    "{{ 7 * 7 }} {% raw %} ${7*7} {0} %s %(x)s",
    "\udce9\ud800 \\ \\n \\u0000 \U0001f600",
    "",
    " ",
    "x" * 5000,
)
"""Texts that steer what shows them, where they are not escaped: terminals, HTML, XML, Markdown, workflow commands, sheets."""


def finding(start: int, end: int, message: str = "Wrong.", path: str = "a.md", **more: object) -> Finding:
    """A finding of `broken-link`."""
    return Finding(path, Span(start, end), "broken-link", message, "error", "0" * 16)._replace(**more)  # type: ignore[arg-type]  # any field


def run(content: str, *findings: Finding, path: str = "a.md", root: Path = ROOT) -> Run:
    """A run over one note."""
    return Run(root, findings, 0, {path: Text(content)}, 1, 2, 0.5, ())


def hostile_run(evil: str) -> Run:
    """A run in which everything that a stranger may choose is this text: path, message, line, related place, fix."""
    from notelint.finding import Edit, Fix, Related

    path = f"{evil.replace('/', '_').replace(chr(0xD800), '') or 'empty'}.md"  # no system decodes a name to U+D800
    fix = Fix("unsafe", evil, (Edit(Span(0, 1), evil),))
    related = (Related(path, Span(0, 1), evil),)
    message = f"`{evil}` is wrong: {evil}"
    found = [finding(1, 1 + len(evil), message, path, severity=one, fix=fix, related=related) for one in SEVERITIES]
    return run(f"«{evil}» tail", *found, path=path)


def written(form: str, *runs: Run) -> str:
    """The report in some form."""
    out = io.StringIO()
    writer(form)(runs, Shown(ROOT), out)
    return out.getvalue()


def xml(report: str) -> ElementTree.Element:
    """The XML that a report is."""
    return ElementTree.fromstring(report)  # noqa: S314 - what is parsed was just written here
