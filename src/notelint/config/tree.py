"""Which configuration holds where: the nearest file merges over its parents, up to `root = true` or the repository."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from notelint.config import SETTINGS, Config, Layer
from notelint.errors import ConfigError
from notelint.rule import Rule
from notelint.vault import VaultSettings

NAMES = ("notelint.toml", "pyproject.toml")

_FIELDS = {
    "anchors.platforms": "platforms",
    "links.site-root": "site_roots",
    "links.routes": "routes",
    "fail-on": "fail_on",
    "per-file-ignores": "per_file_ignores",
    "require-reason": "require_reason",
}
"""Settings whose field in Config is not called what they are called."""


class Configs:
    """The configurations of a vault: one for every folder that has a file of its own, and for all below it."""

    def __init__(self, layers: Sequence[Layer], last: Layer | None = None) -> None:
        """`layers` from the outermost folder inwards; `last` (the command line) goes over each of them."""
        self._layers = layers
        self._last = last
        self._made: dict[tuple[int, ...], Config] = {}

    def at(self, path: str) -> Config:
        """What holds for the note of this path."""
        chosen = tuple(number for number, layer in enumerate(self._layers) if _counts(layer, path))
        for place in reversed(chosen):
            if self._layers[place].values.get("root"):
                chosen = tuple(number for number in chosen if number >= place)
                break
        if chosen not in self._made:
            mine = [self._layers[number] for number in chosen]
            self._made[chosen] = _merged([*mine, self._last] if self._last else mine)
        return self._made[chosen]

    def everything(self) -> Config:
        """All files merged, the innermost last: for what counts for the vault as a whole."""
        return _merged([*self._layers, self._last] if self._last else list(self._layers))

    def vault_settings(self, foreign: tuple[str, ...] = ()) -> VaultSettings:
        """What the vault needs for resolving links; nobody knows what is in the folders `foreign`."""
        whole = self.everything()
        return VaultSettings(whole.site_roots, whole.routes, (*whole.platforms, ("**", ("github",))), foreign)


def _counts(layer: Layer, path: str) -> bool:
    return not layer.folder or path.startswith(f"{layer.folder}/")


def _merged(layers: Sequence[Layer]) -> Config:
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for layer in layers:
        for key, value in layer.values.items():
            adds = SETTINGS[key].adds if key in SETTINGS and key in values else ""
            first, second = (value, values[key]) if adds == "before" else (values.get(key, ()), value)
            values[key] = (*first, *second) if adds else value
            origins[key] = f"{origins[key]}, {layer.source}" if adds else layer.source
    return _made(values, origins)


def _made(values: Mapping[str, Any], origins: Mapping[str, str]) -> Config:
    given: dict[str, Any] = {}
    severity: dict[str, Any] = {}
    options: dict[str, dict[str, Any]] = {}
    web: dict[str, Any] = {}
    for key, value in values.items():
        first, _, rest = key.partition(".")
        if first == "severity":
            severity[rest] = value
        elif first == "rules":
            rule, _, name = rest.partition(".")
            options.setdefault(rule, {})[name] = value
        elif first == "web":
            web[rest] = value
        elif key != "root":
            given[_FIELDS.get(key, key)] = value
    return Config(**given, severity=severity, options=options, web=web, origins=origins)


def find_file(folder: Path) -> tuple[Path, dict[str, Any]] | None:
    """The configuration file in a folder, with what it says; `notelint.toml` goes before `pyproject.toml`.

    Raises ConfigError when it cannot be read.
    """
    for file in (folder / name for name in NAMES):
        if file.is_file():
            from notelint.config.layer import read_table  # a vault need not have a configuration

            table = read_table(file)
            if table is not None:
                return file, table
    return None


def load(root: Path, markers: Sequence[str], known: Mapping[str, type[Rule]], last: Layer | None, *, in_git: bool) -> Configs:
    """The configurations of the vault at `root`, whose files are among `markers`.

    Raises ConfigError in one sentence for the first thing that is wrong.
    """
    inside = {marker.rpartition("/")[0] for marker in markers if marker.rpartition("/")[2] in NAMES} | {""}
    folders = [root / folder for folder in sorted(inside, key=lambda folder: (folder.count("/") + bool(folder), folder))]
    outer = [] if in_git else list(reversed(root.parents))
    layers: list[Layer] = []
    for folder in [*outer, *folders]:
        file_found = find_file(folder)
        if file_found:
            from notelint.config.layer import layer

            file, table = file_found
            source = file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)
            layers.append(layer(table, file, root, source, known))
            if layers[-1].values.get("root") and not folder.is_relative_to(root / "."):
                layers = layers[-1:]
    return Configs(layers, last)


def load_one(file: Path, root: Path, known: Mapping[str, type[Rule]], last: Layer | None) -> Configs:
    """The configuration in one file that takes the place of all others; its globs count from the vault's root."""
    from notelint.config.layer import layer, read_table

    if not file.is_file():
        raise ConfigError(f"There is no configuration file {file}.")
    table = read_table(file)
    if table is None:
        raise ConfigError(f"{file} has no [tool.notelint].")
    return Configs([layer(table, file, root, str(file), known, at_root=True)], last)
