"""Which files are notes."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from notelint.apart import Apart
from notelint.files import Listing, has_extension
from notelint.globs import matches

if TYPE_CHECKING:  # a run over unchanged notes does without what a configuration is made of
    from notelint.config.tree import Configs


def note_paths(listing: Listing, configs: "Configs", contents: Iterable[str]) -> list[str]:
    """The paths that are notes: by their extension, not excluded, no links to other files, not of another repository.

    `contents` are paths besides those listed; they were asked for, so that they may lie in folders that
    hold no notes by default.
    """
    apart = Apart(listing.markers)
    foreign = tuple(f"{folder}/" for folder in listing.nested)
    asked = frozenset(contents)
    return [
        path
        for path in sorted(asked.union(listing.paths))
        if is_note(path, configs, None if path in asked else apart)
        and not path.startswith(foreign)
        and path not in listing.aliases
        and path not in listing.absent
    ]


def is_note(path: str, configs: "Configs", apart: Apart | None = None) -> bool:
    """Whether the configuration takes the file of this path for a note that is to be looked at.

    `apart` knows the folders that are left out by default; `!pattern` in `exclude` takes them back.
    """
    config = configs.at(path)
    if not has_extension(path, config.extensions):
        return False
    return not matches(path, config.exclude, chosen=apart is not None and bool(apart.why(path)))
