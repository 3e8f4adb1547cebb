"""Writes the JSON Schema of the configuration from what the program reads. Run it after changing a setting or an option:
`python tools/write_config_schema.py`.

It is of draft 7 (https://json-schema.org/draft-07), the newest that the editors' TOML extensions know.
"""

import json
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin

from notelint.config import SETTINGS, Config
from notelint.config.layer import option_hints
from notelint.finding import SEVERITIES
from notelint.judge import KNOWN
from notelint.markdown.heading_ids import PLATFORMS
from notelint.report.rule_help import rule_help
from notelint.rule import Rule
from notelint.schemas import PRESETS
from notelint.web.policy import Look, Policy

FILE = Path(__file__).parents[1] / "src/notelint/schemas/notelint.json"

Schema: TypeAlias = dict[str, Any]

_PLAIN: Mapping[Any, Schema] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
}
_STRINGS: Schema = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_STATUSES: Schema = {"type": "array", "items": {"type": "integer", "minimum": 100, "maximum": 999}}


def schema() -> Schema:
    """The schema of a `notelint.toml`, and of the table `tool.notelint` of a `pyproject.toml`."""
    properties: Schema = {}
    for name, setting in SETTINGS.items():
        made = {"description": _plain(setting.help), **_of_setting(name, setting.hint), **_default(name)}
        table, dot, key = name.partition(".")
        place = properties.setdefault(table, _table({}))["properties"] if dot else properties
        place[key if dot else name] = made
    properties["rules"] = {"description": "Options of the rules.", **_table({name: _rule(KNOWN[name]) for name in KNOWN})}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Configuration of notelint",
        "description": "A file notelint.toml, or the table tool.notelint of a pyproject.toml.",
        **_table(properties),
    }


def written() -> str:
    """The schema as the file holds it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def of_type(hint: Any) -> Schema:
    """What `config_values.convert` takes for a type: also one string for a tuple of strings, and whole numbers for numbers."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [of_type(kind) for kind in inner]}
    if origin in (tuple, list):
        several = {"type": "array", "items": of_type(inner[0])}
        return {"anyOf": [{"type": "string"}, several]} if origin is tuple and inner[0] is str else several
    if origin is not None:
        return {"type": "object", "additionalProperties": of_type(inner[1])}
    return dict(_PLAIN.get(hint, {}))


def _of_setting(name: str, hint: Any) -> Schema:
    """What a setting takes; of some more is asked than a type can say."""
    rules = {"enum": ["default", "all", *KNOWN]}
    several: Schema = {"anyOf": [rules, {"type": "array", "items": rules}]}
    special: Mapping[str, Schema] = {
        "select": several,
        "ignore": several,
        "per-file-ignores": {
            "type": "object",
            "propertyNames": {"pattern": r"^[^!]"},
            "additionalProperties": several,
        },
        "severity": _table({rule: {"enum": list(SEVERITIES), "description": _sentence(rule)} for rule in KNOWN}),
        "jobs": {"type": "integer", "minimum": 0},
        "dialect": _tables({key: of_type(bool) for key in ("wikilinks", "label-first", "myst")}),
        "anchors.platforms": _platforms(),
        "schemas": _schemas(),
        "web.accept": {"anyOf": [_STATUSES, {"type": "object", "additionalProperties": _STATUSES}]},
        "web.remap": {
            "type": "object",
            "propertyNames": {"pattern": "^https?://"},
            "additionalProperties": {"type": "string", "pattern": "^https?://"},
        },
        "web.headers": {**of_type(hint), "propertyNames": {"pattern": r"^https?://[^/?#@\s]+/?$"}},
        "web.look": {"enum": list(get_args(Look))},
        "web.timeout": {"type": "number", "exclusiveMinimum": 0, "maximum": 600},
        "web.contact": {"type": "string", "maxLength": 200},
    }
    return special.get(name) or of_type(hint)


def _platforms() -> Schema:
    name = {"enum": list(PLATFORMS)}
    names = {"anyOf": [name, {"type": "array", "items": name, "minItems": 1}]}
    return {"anyOf": [*names["anyOf"], {**_tables({"platforms": names}, "platforms"), "minItems": 1}]}


def _schemas() -> Schema:
    kinds: Schema = {"schema": {"type": ["string", "object"]}, "preset": {"enum": list(PRESETS)}}
    tables = _tables(kinds)
    tables["items"]["oneOf"] = [{"required": [kind]} for kind in kinds]
    return tables


def _tables(properties: Schema, *required: str) -> Schema:
    """A list of tables, each with the `files` that it is for."""
    return {"type": "array", "items": {**_table({"files": _STRINGS, **properties}), "required": ["files", *required]}}


def _table(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _rule(rule: type[Rule]) -> Schema:
    made = {}
    for name, hint in option_hints(rule).items():
        option = rule.options[name]
        made[name.replace("_", "-")] = {"description": _plain(option.help), **of_type(hint), "default": option.default}
    return {"description": _sentence(rule.name), **_table(made)}


def _default(name: str) -> Schema:
    field = name.removeprefix("web.").replace("-", "_")
    defaults = Policy._field_defaults if name.startswith("web.") else Config._field_defaults
    value = defaults.get(field)
    return {"default": value} if value and isinstance(value, int | float | str | tuple) else {}


def _sentence(rule: str) -> str:
    return _plain(rule_help(rule).sentence)


def _plain(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8", newline="\n")
