"""The pages in `docs/` say what the program does."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_pages_of_rules_are_what_their_docstrings_say() -> None:
    spec = importlib.util.spec_from_file_location("write_rule_pages", ROOT / "tools/write_rule_pages.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    written = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "docs/rules").glob("*.md")}
    assert written == tool.pages(), "run `python tools/write_rule_pages.py`"


def test_ci_runs_the_second_command_of_the_readme() -> None:
    blocks = (ROOT / "README.md").read_text(encoding="utf-8").split("```sh\n")[1:]
    commands = [line for block in blocks for line in block.partition("```")[0].splitlines() if line]
    assert len(commands) >= 2
    assert f"{commands[1]} || exit\n" in (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "notelint check fixtures/" in commands[0]
