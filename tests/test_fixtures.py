"""The small vault in `fixtures/` shows every defect, and notes without any."""

from pathlib import Path

import pytest

from notelint.judge import KNOWN
from notelint.rule import WebRule
from tests.conftest import Notelint

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


# What rules about the web find hangs on the web; tests/web/test_check_web.py has one.
OFFLINE = [name for name, rule in KNOWN.items() if not issubclass(rule, WebRule)]


@pytest.mark.parametrize("rule", OFFLINE)
def test_every_rule_finds_something(rule: str, notelint: Notelint) -> None:
    ran = notelint("check", "fixtures/", "--select", rule)
    assert f" [{rule}]\n" in ran.out
    assert all(line.endswith(f" [{rule}]") for line in ran.out.splitlines()[:-1] if not line.startswith(" "))


def test_the_whole_vault_fails(notelint: Notelint) -> None:
    ran = notelint("check", "fixtures/")
    assert ran.code == 1
    assert ran.err == ""


@pytest.mark.parametrize("note", ["clean.md", "suppressed.md", "journal/2024-03-01.md"])
def test_a_clean_note_is_clean(note: str, notelint: Notelint) -> None:
    ran = notelint("check", f"fixtures/{note}", "--select", "all")
    assert [line for line in ran.out.splitlines()[:-1] if line.startswith(f"fixtures/{note}:")] == []
