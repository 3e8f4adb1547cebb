"""Which extensions of Markdown the notes of a vault use: as configured, else as the tools around them show."""

from collections.abc import Callable, Iterable
from pathlib import Path
from posixpath import dirname
from typing import NamedTuple

from notelint.config.tree import Configs
from notelint.files import Listing
from notelint.globs import matches
from notelint.markdown.dialect import Dialect

_WIKILINKS = frozenset((".obsidian", ".foam"))
_DENDRON = frozenset(("dendron.yml", "dendron.code-workspace"))
# https://gohugo.io/configuration/introduction/: where Hugo looks for its settings; `config.toml` may be anybody's.
_HUGO = frozenset(("hugo.toml", "hugo.yaml", "hugo.json", ".hugo_build.lock"))
# https://mystmd.org/guide/frontmatter; a Jupyter Book's table of contents: https://jupyterbook.org/v1/structure/toc.html.
_MYST = frozenset(("myst.yml", "_toc.yml"))
_HUGO_DEFAULTS = ("config/_default", "layouts/_default")


class Detected(NamedTuple):
    """The folders below which notes have wikilinks, have them with the text first, are MyST, or are read by Hugo."""

    wikilinks: tuple[str, ...]
    label_first: tuple[str, ...]
    myst: tuple[str, ...]
    hugo: tuple[str, ...]


def dialects(listing: Listing, configs: Configs) -> Callable[[str], Dialect]:
    """The dialect of every note, by its path."""
    found = detect(listing)
    platforms = configs.everything().platforms

    def dialect(path: str) -> Dialect:
        chosen = [one for one in configs.at(path).dialect if matches(path, one.files)]
        return Dialect(
            wikilinks=_first((one.wikilinks for one in chosen), _below(path, found.wikilinks)),
            myst=_first((one.myst for one in chosen), _below(path, found.myst)),
            label_first=_first((one.label_first for one in chosen), _below(path, found.label_first)),
            late_front_matter=_below(path, found.hugo) or "hugo" in _platforms(path, platforms),
        )

    return dialect


def detect(listing: Listing) -> Detected:
    """What the tools around the notes (Obsidian, Foam, Dendron, MyST, Hugo) leave lying in their folders."""
    wikilinks, label_first, myst, hugo = [], [], [], []
    for marker in listing.markers:
        folder, _, name = marker.rpartition("/")
        if name in _WIKILINKS or name in _DENDRON:
            wikilinks.append(folder)
        if name in _DENDRON:
            label_first.append(folder)
        elif name in _MYST or (name == "conf.py" and _is_myst(listing.root / marker)):
            # Some keep what belongs to Sphinx in a folder of its own beside the notes.
            myst.append(dirname(folder) if f"/{folder}".endswith("/.sphinx") else folder)
        elif name in _HUGO:
            hugo.append(folder)
        elif f"/{marker}".endswith(_HUGO_DEFAULTS):
            hugo.append(dirname(folder))
    return Detected(tuple(wikilinks), tuple(label_first), tuple(myst), tuple(hugo))


def _platforms(path: str, platforms: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[str, ...]:
    """The platforms that the configuration names for a note; none where it leaves that open."""
    return next((names for glob, names in platforms if matches(path, (glob,))), ())


def _first(values: Iterable[bool | None], default: bool) -> bool:
    """The first that is set, else the default."""
    return next((value for value in values if value is not None), default)


def _is_myst(conf: Path) -> bool:
    """Whether a Sphinx configuration names the MyST parser; it is read, never run."""
    try:
        return any(name in conf.read_bytes() for name in (b"myst_parser", b"myst_nb"))
    except OSError:
        return False


def _below(path: str, folders: tuple[str, ...]) -> bool:
    return any(not folder or path.startswith(f"{folder}/") for folder in folders)
