"""Which files are notes."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from notelint.files import Listing, has_extension
from notelint.globs import matches

if TYPE_CHECKING:  # a run over unchanged notes does without what a configuration is made of
    from notelint.config_tree import Configs


def note_paths(listing: Listing, configs: "Configs", contents: Iterable[str]) -> list[str]:
    """The paths that are notes: by their extension, not excluded, no links to other files, not of another repository.

    `contents` are paths besides those listed.
    """
    foreign = tuple(f"{folder}/" for folder in listing.nested)
    return [
        path
        for path in sorted({*listing.paths, *contents})
        if is_note(path, configs)
        and not path.startswith(foreign)
        and path not in listing.aliases
        and path not in listing.absent
    ]


def is_note(path: str, configs: "Configs") -> bool:
    """Whether the configuration takes the file of this path for a note that is to be looked at."""
    config = configs.at(path)
    return has_extension(path, config.extensions) and not matches(path, config.exclude)
