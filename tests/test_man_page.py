"""The manual page is what the program says of itself, and man programs take it."""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from notelint.cli.main import COMMANDS
from notelint.config import SETTINGS
from notelint.judge import KNOWN

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/notelint.1"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_man_page", ROOT / "tools/write_man_page.py")
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture
def read() -> str:
    """The page as a reader sees it, without its breaks."""
    if not shutil.which("mandoc"):
        pytest.skip("there is no mandoc here")
    done = subprocess.run(["mandoc", "-T", "utf8", "-O", "width=400", PAGE], capture_output=True, check=True)
    return re.sub(r".\x08", "", done.stdout.decode())  # bold is a letter struck twice


def test_it_is_what_the_program_says(tool: ModuleType) -> None:
    assert PAGE.read_text(encoding="utf-8") == tool.page(), "run `python tools/write_man_page.py`"


def test_mandoc_has_nothing_to_say_about_it() -> None:
    if not shutil.which("mandoc"):
        pytest.skip("there is no mandoc here")
    done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", PAGE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_man_warns_of_nothing() -> None:
    if not shutil.which("man") or not shutil.which("groff"):
        pytest.skip("there is no man with groff here")
    environment = {**os.environ, "MANWIDTH": "80", "LC_ALL": "C.UTF-8", "MANROFFSEQ": ""}
    done = subprocess.run(
        ["man", "--warnings", "-l", PAGE], env=environment, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stderr == ""
    assert "notelint - linter and link checker for Markdown notes" in done.stdout


def test_commands_settings_and_rules_are_told(read: str) -> None:
    for name in COMMANDS:
        assert f"\n   notelint {name}\n" in read
    for name in (*SETTINGS, *KNOWN):
        assert re.search(rf"^ +{re.escape(name)}(?: |$)", read, re.MULTILINE), name
    assert re.search(r"^ +--fail-on \{error,warning,advice\}", read, re.MULTILINE)


def test_what_looks_like_markup_stands_for_itself(tool: ModuleType) -> None:
    assert tool._text(".md and `a-b` \\ ~^") == r"\&.md and \fBa\-b\fR \e \(ti\(ha"
