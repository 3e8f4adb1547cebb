"""JSON Schemas (2020-12, https://json-schema.org/draft/2020-12) for front matter: the presets, and which notes they hold for.

A preset names in its `$comment` the pages of the platform's documentation that it follows. Beside them lies the schema of
notelint's own configuration, which `tools/write_config_schema.py` makes for editors; the program does not read it.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from notelint.errors import ConfigError
from notelint.globs import matches
from notelint.pattern import late_pattern

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator
else:
    Draft202012Validator = object  # as in `note`: named without quotes

PRESETS = ("docusaurus", "gatsby", "hugo", "jekyll", "notes", "obsidian")

_MOMENT = late_pattern(
    r"(\d{4})-(\d\d)-(\d\d)(?:(?:[Tt]|[ \t]+)(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?[ \t]*(?:Z|z|UTC|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)
_OUTSIDE = late_pattern(r"Resource '([^']*)' is not present")


class SchemaFor(NamedTuple):
    """The schema for the front matter of the notes that some globs choose.

    `schema` is JSON text and `source` where it came from; with the source `preset`, `schema` is a preset's name. All strings:
    the `repr` is part of the key under which results are kept.
    """

    files: tuple[str, ...]
    schema: str
    source: str


class Compiled(NamedTuple):
    """A schema ready for use, and as the tree that its JSON text stands for."""

    validator: Draft202012Validator
    tree: Any


def preset(name: str) -> str:
    """The JSON text of a preset; ConfigError when there is none of this name."""
    if name not in PRESETS:
        raise ConfigError(f"There is no schema preset `{name}`; there are: {', '.join(PRESETS)}.")
    return _shipped(name)


def configuration() -> str:
    """The JSON text of the schema of the configuration (draft 7, which editors know)."""
    return _shipped("notelint")


def _shipped(name: str) -> str:
    from importlib.resources import files  # only for those who use a preset

    return files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8")


def check_schemas(schemas: Iterable[SchemaFor], paths: Iterable[str]) -> None:
    """Raise ConfigError for a schema that is none, and for one whose globs choose no note.

    A schema that holds for nothing looks like one that every note follows: so it is an error, not silence.
    """
    known = tuple(paths)
    for schema in schemas:
        compiled(schema)
        if not any(matches(path, schema.files) for path in known):
            globs = ", ".join(f"`{pattern}`" for pattern in schema.files)
            raise ConfigError(
                f"No note matches {globs}, so the schema for them ({_name(schema)}) checks nothing: correct `files`."
            )


@lru_cache(maxsize=64)
def compiled(schema: SchemaFor) -> Compiled:
    """The compiled schema; ConfigError when it is no JSON Schema. Nothing is ever fetched: a `$ref` stays inside the schema."""
    import json

    from jsonschema_rs import Draft202012Validator, ValidationError  # a megabyte of native code, only where there is a schema

    text = preset(schema.schema) if schema.source == "preset" else schema.schema
    formats = {"date": is_moment, "date-time": is_moment}
    try:
        tree = json.loads(text)
        return Compiled(Draft202012Validator(tree, formats=formats, validate_formats=True, retriever=_refuse), tree)
    except ValidationError as error:
        place = "/".join(map(str, error.instance_path))
        where = f" at `{place}`" if place else ""
        if outside := _OUTSIDE.search(error.message):
            message = f"refers to {outside[1]}, and nothing outside it is read: put that under `$defs`"
            raise ConfigError(f"The schema {_name(schema)} {message}.") from error
        raise ConfigError(f"The schema {_name(schema)} is no JSON Schema{where}: {error.message}.") from error
    except ValueError as error:
        raise ConfigError(f"The schema {_name(schema)} cannot be read: {error}.") from error


def is_moment(text: str) -> bool:
    """Whether a text is a real day, alone or with a time, as YAML 1.1 (https://yaml.org/type/timestamp.html) writes them.

    Looser than the formats of JSON Schema, which take RFC 3339 alone: Jekyll's `2021-08-23 22:12:00 +0200`, Hugo's
    `2021-08-23T22:12:03` and a bare day all are what people mean by a date.
    """
    moment = _MOMENT.fullmatch(text)
    return moment is not None and _is_real(moment)


def is_impossible(text: str) -> bool:
    """Whether a text is written as a date but names a day or time that does not exist, such as 30 February."""
    moment = _MOMENT.fullmatch(text)
    return moment is not None and not _is_real(moment)


def _is_real(moment: re.Match[str]) -> bool:
    from datetime import datetime

    year, month, day, hour, minute, second = (int(part or 0) for part in moment.groups())
    try:
        datetime(year, month, day, hour, minute, min(second, 59))
    except ValueError:
        return False
    return second <= 60  # RFC 3339, section 5.7: a leap second


def _refuse(address: str) -> NoReturn:
    raise ConfigError(address)


def _name(schema: SchemaFor) -> str:
    return f"preset `{schema.schema}`" if schema.source == "preset" else schema.source
