"""What the rules on front matter say beyond their examples."""

import json
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from notelint.errors import ConfigError
from notelint.finding import Finding, apply_edits
from notelint.markdown import read_note
from notelint.note import Note
from notelint.rules.front_matter_consistency import FrontMatterConsistency
from notelint.rules.front_matter_schema import FrontMatterSchema
from notelint.rules.front_matter_syntax import FrontMatterSyntax
from notelint.schemas import PRESETS, SchemaFor, check_schemas, compiled, is_impossible, is_moment, preset
from notelint.text import Text
from tests.helpers import note, vault


def under(schema: Mapping[str, Any] | str, front_matter: str) -> list[tuple[str, str]]:
    """What a schema (or preset) finds in YAML front matter: the text of each span, and the message."""
    judged = note(f"---\n{front_matter}\n---\n")
    one = SchemaFor(("*",), schema, "preset") if isinstance(schema, str) else SchemaFor(("*",), json.dumps(schema), "test")
    return shown(judged, FrontMatterSchema(schemas=(one,)).check(judged))


def shown(judged: Note, findings: Any) -> list[tuple[str, str]]:
    return [(judged.text.slice(finding.span), finding.message) for finding in findings]


# -- syntax


def test_a_tab_is_shown_where_it_stands() -> None:
    judged = note("---\ntags:\n\t- oci\n---\n")
    (finding,) = FrontMatterSyntax().check(judged)
    assert judged.text.position(finding.span.start) == (3, 1)


def test_a_byte_order_mark_is_a_warning_only_before_front_matter() -> None:
    with_mark = read_note("a.md", Text("---\ntitle: x\n---\n", bom=True))
    (finding,) = FrontMatterSyntax().check(with_mark)
    assert (finding.severity, "byte order mark" in finding.message) == ("warning", True)
    assert not list(FrontMatterSyntax().check(read_note("a.md", Text("# Title\n", bom=True))))


def test_blank_lines_above_are_taken_out() -> None:
    judged = note("\n\n---\ntitle: x\n---\n# A\n")
    (finding,) = FrontMatterSyntax().check(judged)
    assert finding.fix is not None
    assert finding.fix.safety == "unsafe"
    fixed = apply_edits(judged.text.content, finding.fix.edits)
    assert fixed == "---\ntitle: x\n---\n# A\n"
    assert not list(FrontMatterSyntax().check(note(fixed)))


@pytest.mark.parametrize("value", ["{{ title }}: {{ x }}", "{% if x %}: y", "<%* a: b %>: c"])
def test_templates_are_left_alone(value: str) -> None:
    assert not list(FrontMatterSyntax().check(note(f"---\ntitle: {value}\n---\n")))


# -- schema


@pytest.mark.parametrize(
    ("keyword", "front_matter", "span", "words"),
    [
        ({"type": "string"}, "a: 1", "1", "must be text, but is a number: put it in quotes"),
        ({"type": "string"}, "a: no", "no", "must be text, but is true or false: put it in quotes"),
        ({"type": ["integer", "null"]}, "a: x", "x", "must be a whole number or empty, but is text"),
        ({"type": "string"}, "a:", "a", "must be text, but is empty"),
        ({"type": "array"}, "a: x", "x", "must be a list, but is text: put it in brackets"),
        ({"type": "string"}, "a:\n  - x", "a", "must be text, but is a list"),
        ({"enum": ["draft", "published"]}, "a: publishd", "publishd", "did you mean `published`?"),
        ({"const": "note"}, "a: notes", "notes", "must be `note`"),
        ({"pattern": "^[a-z]+$"}, "a: X1", "X1", "the pattern `^[a-z]+$`"),
        ({"minLength": 3}, "a: é😀", "é😀", "at least 3 characters"),
        ({"minItems": 2}, "a: [x]", "a", "at least 2 values"),
        ({"uniqueItems": True}, "a: [x, y, x]", "x", "has `x` twice"),
        ({"maximum": 5}, "a: 6", "6", "must be 5 or less"),
        ({"items": {"type": "string"}}, "a: [x, 2]", "2", "`a[2]` must be text"),
        ({"format": "date"}, "a: 2023-02-30", "2023-02-30", "there is no such day"),
        ({"format": "date"}, "a: yesterday", "yesterday", "must be a date such as"),
        ({"format": "uri"}, "a: opencontainers.org", "opencontainers.org", "a whole address"),
        ({"format": "email"}, "a: ada", "ada", "a mail address"),
        ({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}, "a: 2023-02-30", "2023-02-30", "no such day"),
        ({"oneOf": [{"type": "string"}, {"type": "array"}]}, "a: 1", "1", "must be a list or text, but is a number"),
        (False, "a: 1", "1", "is not allowed here"),
        ({"required": ["b"]}, "a: {c: 1}", "a", "The key `b` is missing in `a`"),
        ({"properties": {"bee": {}}, "additionalProperties": False}, "a: {bea: 1}", "bea", "in `a`: did you mean `bee`?"),
    ],
)
def test_violations_stand_at_their_value(keyword: Any, front_matter: str, span: str, words: str) -> None:
    ((where, message),) = under({"properties": {"a": keyword}}, front_matter)
    assert where == span
    assert words in message


def test_the_second_of_two_equal_values_is_the_one_too_many() -> None:
    judged = note("---\na: [x, y, x]\n---\n")
    schema = SchemaFor(("*",), '{"properties": {"a": {"uniqueItems": true}}}', "test")
    (finding,) = FrontMatterSchema(schemas=(schema,)).check(judged)
    assert judged.text.position(finding.span.start) == (2, 11)


def test_each_unknown_key_is_a_finding() -> None:
    schema = {"properties": {"title": {}, "date": {}}, "additionalProperties": False}
    found = under(schema, "titel: x\nzzz: y")
    assert [where for where, _ in found] == ["titel", "zzz"]
    assert "did you mean `title`?" in found[0][1]
    assert "it knows `title`, `date`" in found[1][1]


def test_unevaluated_keys_too() -> None:
    schema = {"allOf": [{"properties": {"title": {}}}], "unevaluatedProperties": False}
    assert [where for where, _ in under(schema, "title: x\nother: y")] == ["other"]


def test_a_misspelt_key_is_not_reported_as_missing_too() -> None:
    schema = {"properties": {"title": {}}, "required": ["title", "date"], "additionalProperties": False}
    found = under(schema, "titel: x")
    assert [where for where, _ in found] == ["---", "titel"]
    assert "`date` is missing" in found[0][1]


def test_front_matter_that_does_not_parse_is_left_to_the_syntax() -> None:
    assert under({"required": ["title"]}, "title: a: b") == []


def test_empty_front_matter_lacks_its_keys() -> None:
    assert [where for where, _ in under({"required": ["title"]}, "")] == ["---"]


def test_without_required_keys_a_note_needs_no_front_matter() -> None:
    rule = FrontMatterSchema(schemas=(SchemaFor(("*",), '{"properties": {"a": {"type": "string"}}}', "test"),))
    assert not list(rule.check(note("# Title\n")))
    assert not list(rule.check(note("")))


def test_json_and_toml_are_judged_alike() -> None:
    schema = SchemaFor(("*",), '{"properties": {"a": {"type": "array", "items": {"type": "string"}}}}', "test")
    for content in ('{\n"a": ["x", 1]\n}\n', "+++\na = ['x', 1]\n+++\n"):
        (finding,) = FrontMatterSchema(schemas=(schema,)).check(note(content))
        assert "`a[2]` must be text" in finding.message


def test_a_lone_surrogate_in_json_crashes_nothing() -> None:
    assert FrontMatterSchema(schemas=(SchemaFor(("*",), "{}", "test"),)).check(note('{\n"\\ud800": "\\udfff"\n}\n')) == ()


@pytest.mark.parametrize(
    "text",
    ["2021-08-23", "2021-08-23T22:12:03.284Z", "2021-08-23 22:12", "2021-08-23 22:12:00 +0200", "2024-02-29t00:00:00+05:30"],
)
def test_moments(text: str) -> None:
    assert is_moment(text)


@pytest.mark.parametrize("text", ["", "2021", "2021-8-3", "23.08.2021", "2021-08-23x", "soon"])
def test_no_moments(text: str) -> None:
    assert not is_moment(text)
    assert not is_impossible(text)


@pytest.mark.parametrize("text", ["2023-02-30", "2023-02-29", "2021-13-01", "2021-08-23T25:00", "0000-01-01"])
def test_moments_that_never_were(text: str) -> None:
    assert not is_moment(text)
    assert is_impossible(text)


def test_a_schema_that_is_none() -> None:
    for text, words in (('{"type": "foo"}', "at `type`"), ("{", "cannot be read"), ('{"$ref": "#/nope"}', "nope")):
        with pytest.raises(ConfigError, match=words):
            compiled(SchemaFor(("*",), text, "a.json"))
    with pytest.raises(ConfigError, match="no schema preset `note`"):
        compiled(SchemaFor(("*",), "note", "preset"))


def test_no_schema_is_fetched_not_even_one_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "there.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"a\.json refers to file://.*there\.json"):
        compiled(SchemaFor(("*",), json.dumps({"$ref": (tmp_path / "there.json").as_uri()}), "a.json"))


def test_a_schema_for_no_note_is_an_error() -> None:
    schema = SchemaFor(("posts/*.md",), "{}", "a.json")
    check_schemas([schema], ["README.md", "posts/a.md"])
    with pytest.raises(ConfigError, match=r"No note matches `posts/\*\.md`"):
        check_schemas([schema], ["README.md"])


@pytest.mark.parametrize("name", PRESETS)
def test_presets_are_schemas_that_leave_other_keys_alone(name: str) -> None:
    tree = json.loads(preset(name))
    assert tree["$comment"]
    found = under(name, "title: Containers\ndate: 2021-08-23\ntags: [oci, docker]\nsomething-else: {a: 1}")
    assert found == []


@pytest.mark.parametrize("name", PRESETS)
def test_presets_find_what_their_platform_would_not_take(name: str) -> None:
    faults = {
        "notes": "title: x\ndate: 2021-13-01",
        "gatsby": "tags: {a: 1}",
        "hugo": "draft: maybe",
        "jekyll": "date: 2021-13-01",
        "obsidian": "aliases: {a: 1}",
        "docusaurus": "id: a/b",
    }
    assert len(under(name, faults[name])) == 1


def test_a_configured_rule_has_a_stable_repr_and_travels() -> None:
    rule = FrontMatterSchema(schemas=(SchemaFor(("*.md",), "notes", "preset"),))
    assert repr(rule) == "FrontMatterSchema(schemas=(SchemaFor(files=('*.md',), schema='notes', source='preset'),))"
    assert pickle.loads(pickle.dumps(rule)) == rule  # noqa: S301 - what was just pickled


# -- consistency


USUAL = FrontMatterConsistency()


def consistency(notes: dict[str, str], rule: FrontMatterConsistency = USUAL) -> list[tuple[str, Finding]]:
    whole = vault({path: f"---\n{text}\n---\n" for path, text in notes.items()})
    return [(path, finding) for path, one in whole.notes.items() for finding in rule.check(one, whole)]


def test_a_type_is_usual_from_19_in_20_on() -> None:
    usual = {f"{number}.md": "version: text" for number in range(19)}
    ((path, finding),) = consistency(usual | {"other.md": "version: 1"})
    assert path == "other.md"
    assert "text in 19 of 20 notes: put it in quotes" in finding.message
    assert finding.related[0].path == "0.md"
    assert consistency(usual) == []
    assert consistency({**usual, "18.md": "version: 2", "other.md": "version: 1"}) == []


def test_dates_are_texts_and_empty_values_have_no_type() -> None:
    dates = {f"{number}.md": 'date: "2021-08-23"' for number in range(30)}
    assert consistency(dates | {"a.md": "date: 2021-08-23", "b.md": "date:"}) == []


def test_a_key_is_not_renamed_to_one_that_is_there() -> None:
    found = consistency({"a.md": "aliases: [x]", "b.md": "aliases: [y]", "c.md": "Aliases: [z]\naliases: [z]"})
    assert [(path, finding.fix) for path, finding in found] == [("c.md", None)]


def test_tags_by_configured_names() -> None:
    rule = FrontMatterConsistency(same=(("kubernetes", "k8s"),))
    found = consistency({"a.md": "tags: [k8s, K8S, kubernetes, 'k8s']", "b.md": "tags: [k8s]"}, rule)
    assert [finding.fix is not None for _, finding in found] == [True, True, False, True]
    assert all("`kubernetes`" in finding.message for _, finding in found)
