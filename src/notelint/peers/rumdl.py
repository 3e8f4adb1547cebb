"""rumdl's configuration. Source: https://rumdl.dev, "Global Settings Reference"."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from notelint.peers import read_table
from notelint.peers.carried import Carried

_FILES = (".rumdl.toml", "rumdl.toml", ".config/rumdl.toml", "pyproject.toml")
_GLOBAL = frozenset(
    ("enable", "disable", "extend-enable", "extend-disable", "exclude", "include", "respect-gitignore", "force-exclude")
)
_TABLES = frozenset(("global", "per-file-ignores"))


def carry(folder: Path) -> Carried | None:
    """What can be carried over; None where there is no configuration."""
    for name in _FILES:
        file = folder / name
        if not file.is_file():
            continue
        table: Any = read_table(file)
        if name == "pyproject.toml":
            tools = table.get("tool")
            table = tools.get("rumdl") if isinstance(tools, dict) else None
        if isinstance(table, dict):
            return _carried(name, _dashed(table))
    return None


def _carried(name: str, table: Mapping[str, Any]) -> Carried:
    carried = Carried(name)
    inner = table.get("global")
    settings = {**table, **_dashed(inner)} if isinstance(inner, dict) else dict(table)
    for pattern in _strings(settings.get("exclude")):
        if pattern.startswith(("/", "~")):
            carried.lost.append(f"`exclude` of {pattern}: patterns count from the folder of the configuration.")
        else:
            carried.exclude.append(pattern)
    carried.ignore += carried.ours((*_strings(settings.get("disable")), *_strings(settings.get("extend-disable"))))
    ignores = settings.get("per-file-ignores")
    for pattern, names in ignores.items() if isinstance(ignores, dict) else ():
        rules = carried.ours(_strings(names))
        if rules:
            carried.per_file_ignores[pattern] = rules
    if _strings(settings.get("enable")):
        carried.lost.append("`enable`: here, `select` names the rules that run.")
    if _strings(settings.get("include")):
        carried.lost.append("`include`: all notes are looked at; `exclude` leaves some out.")
    foreign = [key for key, value in settings.items() if key not in _GLOBAL | _TABLES and not isinstance(value, dict)]
    carried.without_counterpart(foreign)
    rules_of_theirs = [key for key, value in table.items() if isinstance(value, dict) and key not in _TABLES]
    if rules_of_theirs:
        names = ", ".join(rules_of_theirs)
        carried.lost.append(f"Options of {names}: `notelint explain RULE` tells which there are here.")
    return carried


def _dashed(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key.replace("_", "-"): value for key, value in table.items()}


def _strings(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
