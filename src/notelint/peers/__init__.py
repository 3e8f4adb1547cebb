"""What configurations of other programs say, as far as it has a counterpart here."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from notelint.errors import ConfigError, PathError
from notelint.peers.carried import Carried

PEERS = ("markdownlint", "rumdl", "lychee")
"""Each is a module beside this one with a function `carry`."""

__all__ = ["PEERS", "Carried", "carry"]


def carry(peer: str, folder: Path) -> Carried:
    """What the configuration of a program in this folder says. Raises PathError where there is none, and ConfigError."""
    read: Callable[[Path], Carried | None] = import_module(f"notelint.peers.{peer}").carry
    carried = read(folder)
    if carried is None:
        raise PathError(f"There is no configuration of {peer} in {folder}.")
    return carried


def read_table(file: Path) -> Mapping[str, Any]:
    """A file in TOML, YAML or JSON, which may have comments and commas at the end. Raises ConfigError for what is no table."""
    try:
        table = _parsed(file)
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError(f"{file.name} in {file.parent} cannot be read: {' '.join(str(error).split())}.") from error
    if not isinstance(table, dict):
        raise ConfigError(f"{file.name} in {file.parent} is no table of settings.")
    return table


def _parsed(file: Path) -> Any:
    text = file.read_text(encoding="utf-8-sig")
    if file.suffix == ".toml":
        import tomllib

        return tomllib.loads(text)
    if file.suffix in (".yaml", ".yml"):
        return _from_yaml(text)
    import json

    from notelint.peers.jsonc import plain

    return json.loads(plain(text))


def _from_yaml(text: str) -> Any:
    from notelint.markdown.front_matter import value_of
    from notelint.markdown.front_matter_yaml import parse
    from notelint.text import Span

    root, problems = parse(text, Span(0, len(text)))
    if root is None:
        raise ValueError(problems[0].message if problems else "it is empty")
    return value_of(root)
