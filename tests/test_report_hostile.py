"""Whatever stands in a note, its name or a message: each form shows it, and does nothing of what it asks for."""

import json
import re
from html.parser import HTMLParser

import cmarkgfm  # type: ignore[import-untyped]  # it ships no types
import pytest
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]  # it ships no types

from notelint.report.formats import FORMATS
from notelint.report.neutral import neutral
from notelint.report.place import Shown
from notelint.run import Run
from tests.reports import EVIL, ROOT, hostile_run, written, xml

STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What steers a terminal or a reader's eye; a line end is the form's own."""


def each(*forms: str) -> pytest.MarkDecorator:
    pairs = [pytest.param(form, evil, id=f"{form} {number}") for form in forms for number, evil in enumerate(EVIL)]
    return pytest.mark.parametrize(("form", "evil"), pairs)


def name_of(run: Run) -> str:
    return Shown(ROOT).path(run.root, run.findings[0].path)


@each(*FORMATS)
def test_nothing_steers_the_terminal(form: str, evil: str) -> None:
    assert not STEERS.search(written(form, hostile_run(evil)).replace("\n", ""))


@each("concise", "github")
def test_a_finding_is_one_line(form: str, evil: str) -> None:
    assert written(form, hostile_run(evil)).count("\n") == 3 + 1


@each("text", "grouped")
def test_no_line_is_added(form: str, evil: str) -> None:
    # text has a line for each related place; grouped has one for the note, and a blank one
    assert written(form, hostile_run(evil)).count("\n") == (3 + 3 + 1 if form == "text" else 1 + 3 + 1 + 1)


@each("github")
def test_the_only_workflow_commands_are_ours(form: str, evil: str) -> None:
    run = hostile_run(evil)
    *commands, _ = written(form, run).splitlines()
    for command in commands:
        match = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", command)
        assert match
        properties = dict(pair.split("=", 1) for pair in match[2].split(","))
        plain = re.sub("%(25|0D|0A|3A|2C)", lambda code: chr(int(code[1], 16)), properties["file"])
        assert plain == neutral(name_of(run))
        assert set(properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}
        assert match[3].replace("%25", "%") == neutral(run.findings[0].message)


@each("json", "jsonl", "gitlab", "sarif")
def test_json_gives_back_the_message(form: str, evil: str) -> None:
    run = hostile_run(evil)
    report = written(form, run)
    report.encode()  # no lone surrogate is left
    messages = {
        "json": lambda: [one["message"] for one in json.loads(report)["findings"]],
        "jsonl": lambda: [json.loads(line)["message"] for line in report.splitlines()[:-1]],
        "gitlab": lambda: [one["description"] for one in json.loads(report)],
        "sarif": lambda: [one["message"]["text"] for one in json.loads(report)["runs"][0]["results"]],
    }[form]()
    message = run.findings[0].message
    if form == "sarif" and "](" in message:
        message = message.replace("[", "\\[").replace("]", "\\]")
    assert messages == [message if form in ("json", "jsonl") else neutral(message)] * 3


@each("junit", "checkstyle")
def test_xml_gives_back_path_and_message(form: str, evil: str) -> None:
    run = hostile_run(evil)
    root = xml(written(form, run))
    path, told = {"junit": ("testcase", "*/*/*[@message]"), "checkstyle": ("file", "file/error")}[form]
    assert {one.get("message") for one in root.findall(told)} == {neutral(run.findings[0].message)}
    assert {one.get("classname") or one.get("name") for one in root.iter(path)} == {neutral(name_of(run))}
    assert {one.tag for one in root.iter()} <= {
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "skipped",
        "checkstyle",
        "file",
        "error",
    }


@each(*(form for form in FORMATS if form != "markdown"))  # which is for pages: it shows `##[` as it is
def test_a_log_has_no_commands_but_ours(form: str, evil: str) -> None:
    for line in written(form, hostile_run(evil)).splitlines():
        if not re.match(r"::(error|warning|notice) file=", line):
            assert not line.lstrip().startswith("::")
            assert not re.search(r"##\w*\[", line)


class Tags(HTMLParser):
    """What a page is made of: its tags, their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value or "" for name, value in attrs if name in ("href", "src")}

    def handle_data(self, data: str) -> None:
        self.text += data


@each("html")
def test_a_page_has_no_tags_but_its_own(form: str, evil: str) -> None:
    run = hostile_run(evil)
    page, harmless = Tags(written(form, run)), Tags(written(form, hostile_run("harmless")))
    assert page.tags == harmless.tags or set(page.tags) <= set(harmless.tags) | {"code"}
    assert page.tags.count("script") == 1
    assert page.attributes == harmless.attributes
    assert page.addresses == {"#findings", "#rule-broken-link"}
    assert neutral(evil) in page.text


@each("markdown")
def test_markdown_shows_text_and_nothing_else(form: str, evil: str) -> None:
    """Read by GitHub's own parser, raw HTML let through: no link, picture, tag, heading or list that is not ours."""
    run = hostile_run(evil)
    rendered = cmarkgfm.github_flavored_markdown_to_html(written(form, run), options=Options.CMARK_OPT_UNSAFE)
    page = Tags(rendered)
    assert {tag for tag in page.tags if tag != "code"} == {
        "h1",
        "h2",
        "p",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "ul",
        "li",
        "strong",
    }
    assert (page.tags.count("h1"), page.tags.count("h2"), page.tags.count("ul"), page.tags.count("li")) == (1, 1, 1, 3)
    assert not page.addresses
    assert re.sub(r"\s+", "", neutral(evil)) in re.sub(r"\s+", "", page.text)


@each("markdown")
def test_no_one_is_mentioned(form: str, evil: str) -> None:
    """GitHub looks for `@name`, `#1` and addresses in what is no code."""
    rendered = cmarkgfm.github_flavored_markdown_to_html(written(form, hostile_run(evil)), options=Options.CMARK_OPT_UNSAFE)
    outside = re.sub(r"<code>.*?</code>", "", rendered, flags=re.DOTALL)
    assert not re.search(r"[@#]\w|\w/\w|\w\.\w|://", re.sub("<[^>]*>", "", outside))
