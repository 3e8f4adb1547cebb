"""The day of the run reaches stale-note, and no run fails because of it."""

from pathlib import Path

import pytest

from notelint.config import Config
from notelint.judge import configured
from notelint.markdown import read_note
from notelint.rules.stale_note import StaleNote
from notelint.text import Text
from tests.conftest import Notelint


def ages(front_matter: str, **options: int) -> list[str]:
    rule = StaleNote(today="2024-03-01", **options)  # type: ignore[arg-type]  # only numbers are given here
    return [finding.message for finding in rule.check(read_note("a.md", Text(f"---\n{front_matter}\n---\n")))]


def test_a_rule_is_given_the_day() -> None:
    config = Config(select=("stale-note",), options={"stale-note": {"days": 7}})
    assert configured(config, "2026-11-23") == (StaleNote(today="2026-11-23", days=7),)


@pytest.mark.parametrize(("day", "stale"), [("2024-02-29", False), ("2024-02-28", False), ("2024-02-27", True)])
def test_a_leap_day_counts(day: str, stale: bool) -> None:
    assert bool(ages(f"date: {day}", days=2)) is stale


def test_the_newest_key_counts_and_is_told() -> None:
    (message,) = ages("date: 2020-01-01\nupdated: 2021-01-01\nreviewed: 2020-06-01")
    assert message == "This note is of 2021-01-01, 1155 days ago (limit: 365). Look it through and renew `updated`."


@pytest.mark.parametrize(
    "value", ["2020", "2020-1-1", "20200101", "2020-W01-1", "soon", "[2020-01-01]", "", "2020-02-30", "true"]
)
def test_what_is_no_date_is_left_to_others(value: str) -> None:
    assert ages(f"date: {value}") == []


@pytest.mark.parametrize("front_matter", ["draft: true", "status: draft", "status: Draft"])
def test_a_draft_has_a_limit_of_its_own(front_matter: str) -> None:
    assert ages(f"{front_matter}\ndate: 2023-11-01")
    assert ages("status: published\ndraft: false\ndate: 2023-11-01") == []


def test_no_run_fails_because_the_clock_moved(tmp_path: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("---\ndate: 2001-01-01\n---\n", encoding="utf-8")
    (tmp_path / "notelint.toml").write_text('root = true\nselect = ["stale-note"]\nfail-on = "advice"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ran = notelint("check", "a.md")
    assert "[stale-note]" in ran.out
    assert ran.code == 0
    assert notelint("check", "a.md", "--config", "notelint.toml", "--fail-on", "advice").code == 0


def test_the_day_is_no_option(tmp_path: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("", encoding="utf-8")
    (tmp_path / "notelint.toml").write_text('root = true\n[rules.stale-note]\ntoday = "2001-01-01"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert notelint("check", "a.md").code == 2
