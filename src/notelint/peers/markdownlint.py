"""markdownlint's configuration: of markdownlint-cli2, of markdownlint-cli, and of the library.

Source: the READMEs of DavidAnson/markdownlint-cli2 and igorshubovych/markdownlint-cli.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from notelint.peers import read_table
from notelint.peers.carried import Carried
from notelint.peers.patterns import from_glob

_CLI2 = (".markdownlint-cli2.jsonc", ".markdownlint-cli2.yaml")
_RULES = (".markdownlint.jsonc", ".markdownlint.json", ".markdownlint.yaml", ".markdownlint.yml")
_PROGRAMS = (".markdownlint-cli2.cjs", ".markdownlint-cli2.mjs", ".markdownlint.cjs", ".markdownlint.mjs")
_IGNORE = ".markdownlintignore"


def carry(folder: Path) -> Carried | None:
    """What can be carried over; None where there is no configuration."""
    carried = Carried()
    sources = []
    for name in (*_CLI2, *_RULES, _IGNORE, *_PROGRAMS):
        file = folder / name
        if not file.is_file():
            continue
        sources.append(name)
        if name in _CLI2:
            _cli2(read_table(file), carried)
        elif name in _RULES:
            _rules(read_table(file), carried)
        elif name == _IGNORE:  # its lines are those of a .gitignore
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
            carried.exclude += [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        else:
            carried.lost.append(f"{name} is a program: what it says is not known.")
    carried.source = ", ".join(sources)
    return carried if sources else None


def _cli2(table: Mapping[str, Any], carried: Carried) -> None:
    patterns = [*_strings(table.get("ignores"))]
    patterns += [glob[1:] for glob in _strings(table.get("globs")) if glob[:1] in ("!", "#")]
    carried.exclude += [made for pattern in patterns for made in from_glob(pattern)]
    if isinstance(table.get("config"), dict):
        _rules(table["config"], carried)
    wanted = [glob for glob in _strings(table.get("globs")) if glob[:1] not in ("!", "#")]
    if wanted:
        carried.lost.append(f"`globs` ({', '.join(wanted)}): all notes are looked at; `exclude` leaves some out.")
    carried.without_counterpart(key for key in table if key not in ("ignores", "globs", "config", "gitignore", "$schema"))


def _rules(table: Mapping[str, Any], carried: Carried) -> None:
    off = [name for name, value in table.items() if value is False and name not in ("default", "extends", "$schema")]
    carried.ignore += [rule for rule in carried.ours(off) if rule not in carried.ignore]
    options = [name for name, value in table.items() if isinstance(value, dict)]
    if options:
        carried.lost.append(f"Options of {', '.join(options)}: `notelint explain RULE` tells which there are here.")
    if table.get("default") is False:
        carried.lost.append("`default: false`: here, `select` names the rules that run.")
    if table.get("extends"):
        carried.lost.append(f"`extends` ({table['extends']}): what stands in that file is not carried over.")


def _strings(value: object) -> Iterable[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str)]
