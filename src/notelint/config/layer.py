"""One configuration file, checked: its settings by dotted name, with every glob counting from the root of the vault."""

import posixpath
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, get_type_hints

from notelint import globs
from notelint.config import SETTINGS, SHARED, DialectFor, Layer, PerFileIgnore
from notelint.config.values import WrongTypeError, convert, unknown, written
from notelint.errors import ConfigError
from notelint.finding import SEVERITIES, Severity
from notelint.rule import Rule
from notelint.schemas import SchemaFor

Table: TypeAlias = dict[str, Any]

_TABLES = ("anchors", "links", "web")


def read_table(file: Path) -> Table | None:
    """The settings in a `notelint.toml`, or in the `[tool.notelint]` of a `pyproject.toml`; None when it has none.

    Raises ConfigError when the file cannot be read or is no TOML.
    """
    try:
        raw = file.read_bytes()
        if file.name == "pyproject.toml" and b"notelint" not in raw:
            return None
        import tomllib  # only a vault with a configuration pays for it

        document: Table = tomllib.loads(raw.decode("utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{file.name} in {file.parent} cannot be read: {error}.") from error
    if file.name != "pyproject.toml":
        return document
    table = document.get("tool", {})
    table = table.get("notelint") if isinstance(table, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigError(f"{file.name} in {file.parent}: tool.notelint is no table.")
    return table


class _Place(NamedTuple):
    """Where a configuration file stands: its name for messages, its folder, how its globs become the vault's, and its
    folder's path from the root.
    """

    source: str
    folder: Path
    rebase: Callable[[str], Iterable[str]]
    below: tuple[str, ...]

    def wrong(self, message: str) -> ConfigError:
        return ConfigError(f"{self.source}: {message}")


def layer(
    table: Table, file: Path, root: Path, source: str, known: Mapping[str, type[Rule]], *, at_root: bool = False
) -> Layer:
    """The checked settings of a file; with `at_root`, its globs count from the vault's root, wherever it lies.

    Raises ConfigError in one sentence for a name or a type that is not known.
    """
    home = root if at_root else file.parent
    inner = home.relative_to(root).as_posix() if home.is_relative_to(root) else "."
    folder = "" if inner == "." else inner
    place = _Place(source, file.parent, _rebase(home, root), (folder,) if folder else ())
    values: dict[str, Any] = {}
    for key, value in _flat(table, place):
        if key == "severity":
            values.update(_severities(value, place, known))
        elif key == "rules":
            values.update(_options(value, place, known))
        elif key == "per-file-ignores":
            table = _typed(key, value, SETTINGS[key].hint, place)
            values[key] = tuple(_ignore(pattern, names, place, known) for pattern, names in table.items())
        elif key.startswith("web."):
            values[key] = _web(key, value, place)
        else:
            values[key] = _setting(key, value, place, known)
    return Layer(folder, source, values)


def _rebase(home: Path, root: Path) -> Callable[[str], Iterable[str]]:
    if home.is_relative_to(root):
        inner = home.relative_to(root).as_posix()
        return lambda pattern: (globs.below("" if inner == "." else inner, pattern),)
    outer = root.relative_to(home).as_posix()
    return lambda pattern: globs.within(outer, pattern)


def _flat(table: Table, place: _Place) -> Iterable[tuple[str, Any]]:
    names = {name.partition(".")[0] for name in SETTINGS} | {"rules"}
    for key, value in table.items():
        if key not in names:
            raise place.wrong(unknown("setting", key, names))
        if key not in _TABLES:
            yield key, value
            continue
        if not isinstance(value, dict):
            raise place.wrong(f"`{key}` takes a table.")
        for inner, item in value.items():
            if f"{key}.{inner}" not in SETTINGS:
                if key == "web" and (why := _never_from_a_file(inner)):
                    raise place.wrong(why)
                known = [name.partition(".")[2] for name in SETTINGS if name.startswith(f"{key}.")]
                raise place.wrong(unknown(f"setting in `{key}`", inner, known))
            yield f"{key}.{inner}", item


def _typed(name: str, value: object, hint: Any, place: _Place) -> Any:
    try:
        return convert(value, hint)
    except WrongTypeError as error:
        raise place.wrong(f"`{name}` takes {error}, not {written(value)}.") from None


def _setting(key: str, value: object, place: _Place, known: Mapping[str, type[Rule]]) -> Any:
    if key == "anchors.platforms":
        return _platforms(value, place)
    if key == "schemas":
        return tuple(_schema(item, place) for item in _typed(key, value, SETTINGS[key].hint, place))
    if key == "links.routes":
        return _routes(value, place)
    if key == "dialect":
        return tuple(_dialect(item, place) for item in _typed(key, value, SETTINGS[key].hint, place))
    made = _typed(key, value, SETTINGS[key].hint, place)
    if key in ("select", "ignore"):
        check_rules(made, place.source, known)
    elif key == "jobs" and made < 0:
        raise place.wrong(f"`jobs` takes a number of processes, or 0, not {made}.")
    elif key == "extensions":
        made = tuple("." + name.lower().lstrip(".") for name in made)
    elif key == "exclude":
        made = _globs(made, place)
    elif key == "links.site-root":
        made = tuple(_path(name, place) for name in made)
    return made


def _web(key: str, value: object, place: _Place) -> Any:
    from notelint.config.web import web_setting  # only for those who set something of the kind

    try:
        return web_setting(key, value, place.folder)
    except ValueError as error:
        raise place.wrong(str(error)) from None


def _never_from_a_file(name: str) -> str | None:
    from notelint.config.web import NEVER_FROM_A_FILE

    return NEVER_FROM_A_FILE.get(name)


def _globs(patterns: Iterable[str], place: _Place) -> tuple[str, ...]:
    return tuple(made for pattern in patterns for made in place.rebase(pattern))


def _path(name: str, place: _Place) -> str:
    """A path that counts from the file's folder, as one that counts from the root."""
    plain = posixpath.normpath(name.strip("/") or ".")
    return posixpath.normpath(posixpath.join(*place.below, plain)).removeprefix(".")


def _ignore(pattern: str, names: tuple[str, ...], place: _Place, known: Mapping[str, type[Rule]]) -> PerFileIgnore:
    parts = pattern.replace("\\#", "\0").split("#", 1)  # `\#` belongs to the path
    files, section = parts[0].replace("\0", "\\#"), "".join(parts[1:]).replace("\0", "#").strip()
    if pattern.startswith("!") or (len(parts) > 1 and not section):
        raise place.wrong(f"`per-file-ignores` takes patterns, and headings behind `#`, not {written(pattern)}.")
    check_rules(names, place.source, known)
    takes_all = "all" in names
    rules = (name for name, rule in known.items() if takes_all or name in names or ("default" in names and rule.default))
    return PerFileIgnore(next(iter(place.rebase(files or "**")), ""), section, tuple(rules))


def _routes(value: object, place: _Place) -> tuple[tuple[str, str], ...]:
    made = _typed("links.routes", value, SETTINGS["links.routes"].hint, place)
    pairs = made.items() if isinstance(made, dict) else [(pattern, "") for pattern in made]
    return tuple(("/" + pattern.lstrip("/"), _path(path, place) if path else "") for pattern, path in pairs)


def _keys(item: Table, what: str, allowed: Iterable[str], place: _Place) -> None:
    allowed = set(allowed)
    for key in item:
        if key not in allowed:
            raise place.wrong(unknown(f"key in `{what}`", key, allowed))
    if "files" not in item:
        raise place.wrong(f"every `{what}` needs `files`, the globs of the notes it is for.")


def _dialect(item: Table, place: _Place) -> DialectFor:
    _keys(item, "dialect", ("files", "wikilinks", "label-first", "myst"), place)
    known = ("wikilinks", "label-first", "myst")
    flags = {key: _typed(f"dialect.{key}", item[key], bool, place) for key in known if key in item}
    files = _globs(_typed("dialect.files", item["files"], tuple[str, ...], place), place)
    return DialectFor(files, flags.get("wikilinks"), flags.get("myst"), flags.get("label-first"))


def _platforms(value: object, place: _Place) -> tuple[tuple[str, tuple[str, ...]], ...]:
    made: list[tuple[str, tuple[str, ...]]] = []
    tables = (
        value if isinstance(value, list) and value and isinstance(value[0], dict) else [{"files": "**", "platforms": value}]
    )
    for item in tables:
        item = _typed("anchors.platforms", item, dict[str, Any], place)
        _keys(item, "anchors.platforms", ("files", "platforms"), place)
        names = _typed("anchors.platforms", item.get("platforms"), tuple[str, ...], place)
        _check_platforms(names, place)
        made += [
            (glob, names) for glob in _globs(_typed("anchors.platforms.files", item["files"], tuple[str, ...], place), place)
        ]
    return tuple(made)


def _check_platforms(names: Iterable[str], place: _Place) -> None:
    from notelint.markdown.heading_ids import PLATFORMS  # tables of Unicode classes: only for those who name a platform

    for name in names:
        if name not in PLATFORMS:
            raise place.wrong(unknown("platform", name, PLATFORMS))
    if not names:
        raise place.wrong("`anchors.platforms` needs at least one platform.")


def _schema(item: Table, place: _Place) -> SchemaFor:
    _keys(item, "schemas", ("files", "schema", "preset"), place)
    files = _globs(_typed("schemas.files", item["files"], tuple[str, ...], place), place)
    if ("schema" in item) == ("preset" in item):
        raise place.wrong("every `schemas` needs one of `schema` and `preset`.")
    if "preset" in item:
        return SchemaFor(files, _typed("schemas.preset", item["preset"], str, place), "preset")
    schema = _typed("schemas.schema", item["schema"], str | dict[str, Any], place)
    if isinstance(schema, dict):
        return SchemaFor(files, written(schema), place.source)
    try:
        text = (place.folder / schema).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise place.wrong(f"the schema {schema} cannot be read: {error}.") from error
    return SchemaFor(files, text, schema)


def check_rules(names: Iterable[str], source: str, known: Mapping[str, type[Rule]]) -> None:
    """Raise ConfigError for a name that is no rule; `default` and `all` stand for several."""
    for name in names:
        if name not in known and name not in ("default", "all"):
            raise ConfigError(f"{source}: {unknown('rule', name, known)}")


def _severities(value: object, place: _Place, known: Mapping[str, type[Rule]]) -> dict[str, Severity]:
    table = _typed("severity", value, dict[str, str], place)
    check_rules(table, place.source, known)
    for name, level in table.items():
        if level not in SEVERITIES:
            raise place.wrong(f"`severity.{name}` takes one of {', '.join(SEVERITIES)}, not {written(level)}.")
    return {f"severity.{name}": level for name, level in table.items()}


def _options(value: object, place: _Place, known: Mapping[str, type[Rule]]) -> dict[str, Any]:
    made = {}
    for name, table in _typed("rules", value, dict[str, dict[str, Any]], place).items():
        check_rules([name], place.source, known)
        hints = option_hints(known[name])
        for key, item in table.items():
            option = key.replace("-", "_")
            if option not in hints:
                raise place.wrong(unknown(f"option of `{name}`", key, [hint.replace("_", "-") for hint in hints]))
            made[f"rules.{name}.{option}"] = _typed(f"rules.{name}.{key}", item, hints[option], place)
    return made


def option_hints(rule: type[Rule]) -> dict[str, Any]:
    """The options of a rule: field → type. What rules share with each other is no option of one."""
    hints = get_type_hints(rule)
    return {name: hints[name] for name in rule.options if name not in SHARED}
