"""Which extensions of Markdown the notes of a vault use: as configured, else as the tools around them show."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from notelint.config_tree import Configs
from notelint.files import Listing
from notelint.globs import matches
from notelint.markdown.dialect import Dialect

Detected: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]

_WIKILINKS = frozenset((".obsidian", ".foam", "dendron.yml", "dendron.code-workspace"))


def dialects(listing: Listing, configs: Configs) -> Callable[[str], Dialect]:
    """The dialect of every note, by its path."""
    wiki_folders, myst_folders = detect(listing)

    def dialect(path: str) -> Dialect:
        wikilinks = myst = None
        for one in configs.at(path).dialect:
            if matches(path, one.files):
                wikilinks = one.wikilinks if wikilinks is None else wikilinks
                myst = one.myst if myst is None else myst
        return Dialect(
            _below(path, wiki_folders) if wikilinks is None else wikilinks,
            _below(path, myst_folders) if myst is None else myst,
        )

    return dialect


def detect(listing: Listing) -> Detected:
    """The folders whose notes have wikilinks (Obsidian, Foam, Dendron), and those whose notes are MyST."""
    wikilinks, myst = [], []
    for marker in listing.markers:
        folder, _, name = marker.rpartition("/")
        if name in _WIKILINKS:
            wikilinks.append(folder)
        elif name == "myst.yml" or (name == "conf.py" and _is_myst(listing.root / marker)):
            myst.append(folder)
    return tuple(wikilinks), tuple(myst)


def _is_myst(conf: Path) -> bool:
    """Whether a Sphinx configuration names the MyST parser; it is read, never run."""
    try:
        return any(name in conf.read_bytes() for name in (b"myst_parser", b"myst_nb"))
    except OSError:
        return False


def _below(path: str, folders: tuple[str, ...]) -> bool:
    return any(not folder or path.startswith(f"{folder}/") for folder in folders)
