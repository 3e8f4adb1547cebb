"""The schema inferred from notes: what they have in common, and that they follow it."""

import json

import pytest

from notelint.infer import Inferred, infer
from notelint.note import Note
from notelint.rules.front_matter_schema import FrontMatterSchema
from notelint.schemas import SchemaFor, compiled
from tests.helpers import note


def inferred(*front_matters: str) -> Inferred:
    return infer(note(f"---\n{text}\n---\n", f"{number}.md") for number, text in enumerate(front_matters))


def test_types() -> None:
    found = inferred("a: x\nb: 1\nc: 1\nd: true\ne: [x, 1]\nf: {g: 1}\nh:", "a: y\nb: 2\nc: 1.5\nh: z")
    assert found.schema["properties"] == {
        "a": {"type": "string"},
        "b": {"type": "integer"},
        "c": {"type": "number"},
        "d": {"type": "boolean"},
        "e": {"type": "array", "items": {"type": ["integer", "string"]}},
        "f": {"type": "object"},
        "h": {"type": ["null", "string"]},
    }


def test_required_is_what_nearly_all_have() -> None:
    found = inferred(*["title: x\ndate: 2021-08-23\ndraft: true"] * 48, "title: x\ndate: 2021-08-23", "title: x")
    assert found.schema["required"] == ["title", "date"]
    assert [str(one) for one in found.coverage] == [
        "title in 50 of 50 notes",
        "date in 49 of 50 notes",
        "draft in 48 of 50 notes",
    ]


def test_a_choice_is_few_values_each_used_often() -> None:
    found = inferred(*["status: draft\nby: ada\nslug: a"] * 3, *["status: published\nby: ada\nslug: b"] * 3, "slug: c")
    assert found.schema["properties"] == {
        "status": {"enum": ["draft", "published"]},
        "by": {"type": "string"},
        "slug": {"type": "string"},
    }


@pytest.mark.parametrize(
    ("second", "form"),
    [("2021-08-24", "date"), ('"2021-08-24T10:00:00Z"', "date-time"), ("2021-08-24 10:00", "date-time"), ("soon", None)],
)
def test_dates(second: str, form: str | None) -> None:
    assert inferred("date: 2021-08-23", f"date: {second}").schema["properties"]["date"].get("format") == form


def notes(*paths: str, bare: str = "") -> list[Note]:
    return [note("---\na: 1\n---\n", path) for path in paths] + [note("# Bare\n", path) for path in bare.split()]


def test_the_folders_whose_notes_have_front_matter() -> None:
    assert infer(notes("a.md", "b/c.md")).files == ("**",)
    assert infer(notes("blog/a.md", "blog/x/b.md", bare="README.md docs/c.md")).files == ("blog/**",)
    assert infer(notes("a.md", "x/b[1].md", bare="README.md x/c.md")).files == ("/a.md", "x/b\\[1].md")
    assert infer(notes(bare="README.md")).files == ()


def test_nothing_is_required_where_notes_are_mixed() -> None:
    found = infer(notes(*(f"{number}/a.md" for number in range(20)), bare=" ".join(f"{number}/b.md" for number in range(20))))
    assert found.files == ("**",)
    assert "required" not in found.schema


def test_notes_follow_the_schema_inferred_from_them() -> None:
    known = [
        *notes("blog/a.md", "blog/b.md", bare="README.md"),
        note("+++\na = 2\ndate = 2021-08-23\n[b]\nc = [1]\n+++\n", "blog/c.md"),
        note('{\n"a": null, "b": {}\n}\n', "blog/d.md"),
    ]
    found = infer(known)
    schema = SchemaFor(found.files, json.dumps(found.schema), "inferred")
    compiled(schema)
    rule = FrontMatterSchema(schemas=(schema,))
    assert [finding for one in known for finding in rule.check(one)] == []
