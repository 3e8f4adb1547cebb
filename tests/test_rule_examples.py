"""Every rule shows itself whole: its docstring's examples are its tests."""

import re

import pytest

from notelint.engine import UnreadableNote
from notelint.rule import NoteRule, Rule, VaultRule, WebRule
from notelint.rules import RULES, WHEN
from notelint.rules.stale_note import StaleNote
from notelint.text import Span
from tests.examples import Example, examples, judge

ALL = [*RULES.values()]
CASES = [pytest.param(rule, number, id=f"{rule.name}-{number}") for rule in ALL for number in range(len(examples(rule)))]


def shown(marks: dict[str, list[Span]], example: Example) -> dict[str, list[tuple[int, int, str]]]:
    return {
        path: [(start, end, example.files[path][start:end]) for start, end in sorted(spans)]
        for path, spans in marks.items()
        if spans
    }


@pytest.mark.parametrize(("rule", "number"), CASES)
def test_findings_are_where_the_marks_are(rule: type[Rule], number: int) -> None:
    example = examples(rule)[number]
    judged = judge(rule, example)
    assert shown(judged.spans(), example) == shown(example.marks, example), [finding.message for finding in judged.findings]
    assert all(finding.rule == rule.name for finding in judged.findings)


@pytest.mark.parametrize(("rule", "number"), CASES)
def test_a_good_note_after_a_bad_one_is_what_fixing_gives(rule: type[Rule], number: int) -> None:
    after = examples(rule)[number]
    if not (after.good and after.adjacent and number):
        return
    before = examples(rule)[number - 1]
    judged = judge(rule, before)
    if before.good or not all(finding.fix for finding in judged.findings):
        return
    assert judged.fixed() == {path: content for path, content in after.files.items() if path in judged.notes}


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_a_rule_shows_bad_and_good_notes(rule: type[Rule]) -> None:
    mine = examples(rule)
    assert any(not example.good and any(example.marks.values()) for example in mine)
    assert any(example.good for example in mine)
    assert not [example.files for example in mine if example.good and any(example.marks.values())]
    assert not [example.files for example in mine if not example.good and not any(example.marks.values())]


@pytest.mark.parametrize("rule", [*ALL, UnreadableNote], ids=lambda rule: rule.name)
def test_a_rule_is_documented(rule: type[Rule]) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    summary = (rule.__doc__ or "").splitlines()[0]
    assert summary.endswith(".")
    assert summary[0].isupper() or summary[0] in "`["
    for name, option in rule.options.items():
        assert option.help.endswith("."), name


def test_rules_are_values() -> None:
    assert StaleNote(today="2026-01-01") == StaleNote(today="2026-01-01") != StaleNote()
    assert hash(StaleNote()) == hash(StaleNote(today=""))
    assert repr(StaleNote(today="2026-01-01")) != repr(StaleNote())
    with pytest.raises(AttributeError, match="set once"):
        StaleNote().today = "2026-01-01"  # type: ignore[misc]  # which the type checker says, too
    with pytest.raises(TypeError, match="no option"):
        StaleNote(tomorrow="")  # type: ignore[call-arg]  # which the type checker says, too


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_a_rule_says_what_it_looks_at(rule: type[Rule]) -> None:
    assert sum(issubclass(rule, kind) for kind in (NoteRule, VaultRule, WebRule)) == 1


def test_the_list_says_of_each_rule_what_the_rule_says() -> None:
    when = {True: "always", False: "on request"}
    told = {name: "with --web" if issubclass(rule, WebRule) else when[rule.default] for name, rule in RULES.items()}
    assert (told, {name: rule.name for name, rule in RULES.items()}) == (WHEN, {name: name for name in WHEN})


def test_every_rule_there_is_is_listed() -> None:
    from importlib import import_module, resources

    files = [file.name[:-3] for file in resources.files("notelint.rules").iterdir() if file.name.endswith(".py")]
    modules = [import_module(f"notelint.rules.{name}") for name in files if name != "__init__"]
    found = {value for module in modules for value in vars(module).values() if isinstance(value, type)}
    assert {rule for rule in found if issubclass(rule, Rule) and "name" in vars(rule)} == set(RULES.values())
