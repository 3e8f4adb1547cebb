"""Reports for other programs are what those expect: by their published schemas, or by what their documentation asks for."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import xmlschema

from notelint.finding import Edit, Fix, Related
from notelint.report import html, sarif
from notelint.report.sarif_place import Columns
from notelint.run import Run
from notelint.text import Span, Text
from tests.conftest import Notelint
from tests.reports import EVIL, SEVERITIES, finding, hostile_run, run, written, xml

HERE = Path(__file__).parent
FIXTURES = HERE.parent / "fixtures"

CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "pattern": "^[a-z-]+$"},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]+$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
"""What docs.gitlab.com, "Code Quality report format", asks for; stricter than the schema that GitLab checks with."""


@pytest.fixture(scope="module")
def sarif_schema() -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for((HERE / "schemas/sarif-2.1.0.json").read_text(encoding="utf-8"), validate_formats=True)


@pytest.fixture(scope="module")
def junit_schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(HERE / "schemas/junit-10.xsd")


def a_run() -> Run:
    fix = Fix("safe", "write `b`", (Edit(Span(0, 1), "🐍"),))
    related = (Related("a.md", Span(0, 1), "here"), Related("gone.md", Span(3, 4), "there"))
    return run("🌱 [b](c)\n", *(finding(2, 8, severity=one, fix=fix, related=related) for one in SEVERITIES))


RUNS = [
    pytest.param([], id="no vault"),
    pytest.param([run("")], id="no findings"),
    pytest.param([a_run()], id="findings"),
    pytest.param([a_run(), a_run()._replace(root=Path("/other"), crashes=("It crashed.",))], id="two vaults"),
    *(pytest.param([hostile_run(evil)], id=f"hostile {number}") for number, evil in enumerate(EVIL)),
]


@pytest.mark.parametrize("runs", RUNS)
def test_sarif_fits_its_schema(runs: list[Run], sarif_schema: jsonschema_rs.Validator) -> None:
    data = json.loads(written("sarif", *runs))
    sarif_schema.validate(data)
    assert len(data["runs"]) == len(runs)


@pytest.mark.parametrize("runs", RUNS)
def test_junit_fits_its_schema(runs: list[Run], junit_schema: xmlschema.XMLSchema) -> None:
    report = written("junit", *runs)
    junit_schema.validate(report)
    suites = xml(report)
    cases = suites.findall("*/testcase")
    assert int(suites.get("tests", "")) == len(cases) >= 1
    assert int(suites.get("failures", "")) == len(suites.findall("*/testcase/failure"))
    for suite in suites:
        assert int(suite.get("skipped", "")) == len(suite.findall("*/skipped"))


@pytest.mark.parametrize("runs", RUNS)
def test_code_quality_is_what_gitlab_asks_for(runs: list[Run]) -> None:
    data = json.loads(written("gitlab", *runs))
    jsonschema_rs.validator_for(CODE_QUALITY).validate(data)
    marks = [one["fingerprint"] for one in data]
    assert len(set(marks)) == len(marks) == sum(len(run.findings) for run in runs)


@pytest.mark.parametrize("runs", RUNS)
def test_checkstyle_is_what_its_schema_asks_for(runs: list[Run]) -> None:
    """By checkstyle-report-1.0.0.xsd: files with a name, errors with positive places and one of three severities."""
    root = xml(written("checkstyle", *runs))
    assert (root.tag, set(root.attrib)) == ("checkstyle", {"version"})
    for file in root:
        assert (file.tag, set(file.attrib)) == ("file", {"name"})
        for error in file:
            assert (error.tag, len(error)) == ("error", 0)
            assert set(error.attrib) == {"line", "column", "severity", "message", "source"}
            assert int(error.attrib["line"]) >= 1
            assert int(error.attrib["column"]) >= 1
            assert error.attrib["severity"] in ("error", "warning", "info")
    assert len(root.findall("file/error")) == sum(len(run.findings) for run in runs)


@pytest.mark.parametrize("form", ["sarif", "junit", "checkstyle", "gitlab"])
def test_a_real_run_fits_too(
    form: str, notelint: Notelint, monkeypatch: pytest.MonkeyPatch, sarif_schema: jsonschema_rs.Validator, junit_schema: Any
) -> None:
    monkeypatch.chdir(FIXTURES.parent)
    report = notelint("check", "fixtures", "--format", form).out
    assert report.count("broken-fragment") >= 1
    if form == "sarif":
        sarif_schema.validate(json.loads(report))
    elif form == "junit":
        junit_schema.validate(report)
    elif form == "checkstyle":
        assert xml(report).tag == "checkstyle"
    else:
        jsonschema_rs.validator_for(CODE_QUALITY).validate(json.loads(report))


@pytest.mark.parametrize(
    ("content", "span", "expected"),
    [
        ("abc", (1, 2), (1, 2, 1, 3)),
        ("🌱bc", (1, 2), (1, 3, 1, 4)),  # a character beyond U+FFFF takes two code units
        ("🌱\n🌱🌱x", (4, 5), (2, 5, 2, 6)),  # and those of other lines do not count
        ("é漢\r\nx", (1, 4), (1, 2, 2, 1)),
        ("", (0, 0), (1, 1, 1, 1)),
    ],
)
def test_columns_of_sarif_are_utf_16(content: str, span: tuple[int, int], expected: tuple[int, int, int, int]) -> None:
    assert tuple(Columns().region(Text(content), Span(*span)).values()) == expected


def test_a_result_has_its_rule_with_help_its_places_and_its_fix() -> None:
    [told] = json.loads(written("sarif", a_run()))["runs"]
    result, *_ = told["results"]
    rule = told["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == result["ruleId"] == "broken-link"
    assert rule["help"]["markdown"].startswith(rule["shortDescription"]["text"])
    assert "```bad" in rule["help"]["markdown"]
    assert "```" not in rule["fullDescription"]["text"]
    assert told["columnKind"] == "utf16CodeUnits"
    assert [one["level"] for one in told["results"]] == ["error", "warning", "note"]
    assert result["partialFingerprints"] == {"notelint/v1": "0" * 16}
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "a.md", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 1, "startColumn": 4, "endLine": 1, "endColumn": 10}
    assert [one["id"] for one in result["relatedLocations"]] == [1, 2]
    [replacement] = result["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"] == {"text": "🐍"}
    assert "automationDetails" not in told


def test_a_path_is_percent_encoded() -> None:
    path = "a b/100%#?é\udce9.md"
    [told] = json.loads(written("sarif", run("x", finding(0, 1, path=path), path=path)))["runs"]
    address = told["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert address == "a%20b/100%25%23%3F%C3%A9%E9.md"


def test_text_of_a_note_makes_no_link_in_a_message() -> None:
    [told] = json.loads(written("sarif", run("x", finding(0, 1, "`[a](https://evil.example)` is wrong."))))["runs"]
    assert told["results"][0]["message"]["text"] == r"`\[a\](https://evil.example)` is wrong."


def test_sarif_keeps_to_githubs_limits_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "RESULTS", 3)
    monkeypatch.setattr(sarif, "RUNS", 2)
    many = run(
        "xxxxx",
        *(finding(at, at + 1, severity=one) for at, one in enumerate(("advice", "error", "warning", "advice", "error"))),
    )
    others = [run("x", root=Path(f"/{name}")) for name in "abc"]
    data = json.loads(written("sarif", *others, many))
    assert len(data["runs"]) == 2
    kept = next(one for one in data["runs"] if one["results"])
    assert [one["level"] for one in kept["results"]] == ["error", "warning", "error"]
    told = [note["message"]["text"] for one in data["runs"] for note in one["invocations"][0]["toolExecutionNotifications"]]
    assert any("2 of 5 findings" in text for text in told)
    assert any("2 of 4 vaults" in text for text in told)
    identities = [one["automationDetails"]["id"] for one in data["runs"]]
    assert len(set(identities)) == 2
    assert all(one.endswith("/") for one in identities)


def test_the_limits_are_those_of_github() -> None:
    assert (sarif.RUNS, sarif.RESULTS, sarif.LOCATIONS) == (20, 25_000, 1_000)


def test_the_page_is_cut_where_browsers_become_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "FINDINGS", 2)
    page = written("html", run("xxx", *(finding(at, at + 1, severity=one) for at, one in enumerate(SEVERITIES[::-1]))))
    assert page.count('<li class="finding') == 2
    assert 'data-severity="advice"' not in page
    assert "left out 1 of 3 findings" in page
