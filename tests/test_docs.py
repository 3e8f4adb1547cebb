"""The pages in `docs/` say what the program does."""

import importlib.util
from pathlib import Path

import pytest

from notelint.judge import KNOWN
from tests.conftest import Notelint

ROOT = Path(__file__).parents[1]


def test_the_pages_of_rules_are_what_their_docstrings_say() -> None:
    spec = importlib.util.spec_from_file_location("write_rule_pages", ROOT / "tools/write_rule_pages.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    written = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "docs/rules").glob("*.md")}
    assert written == tool.pages(), "run `python tools/write_rule_pages.py`"


def test_the_readme_names_every_rule_in_the_row_of_its_severity() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    rows = {line.split("|")[1].strip(): line for line in lines if line.startswith(("| errors", "| warnings", "| advice"))}
    titles = {"error": "errors", "warning": "warnings", "advice": "advice"}
    assert {name for name, rule in KNOWN.items() if f"`{name}`" not in rows[titles[rule.severity]]} == set()


def test_ci_runs_the_second_command_of_the_readme() -> None:
    blocks = (ROOT / "README.md").read_text(encoding="utf-8").split("```sh\n")[1:]
    commands = [line for block in blocks for line in block.partition("```")[0].splitlines() if line]
    assert len(commands) >= 2
    assert f"{commands[1]} || exit\n" in (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "notelint check fixtures/" in commands[0]


def test_the_documentation_passes_its_own_checks(notelint: Notelint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    ran = notelint("check", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs", "--fail-on", "advice")
    assert ran.code == 0, ran.out


def test_the_readme_shows_what_is_printed(notelint: Notelint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    printed = notelint("check", "fixtures/").out.splitlines()
    shown = [line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("fixtures/")]
    assert shown
    assert [line for line in shown if line not in printed] == []
