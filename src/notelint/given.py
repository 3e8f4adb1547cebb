"""From the paths that were given to vaults, and to the notes in each whose findings are wanted."""

import errno
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from notelint import git
from notelint.apart import Apart
from notelint.chosen import Chosen
from notelint.errors import PathError
from notelint.files import Listing, has_extension
from notelint.globs import matches
from notelint.scope import is_note, note_paths

if TYPE_CHECKING:  # a run over unchanged notes does without what a configuration is made of
    from notelint.config.tree import Configs


class Given(NamedTuple):
    """A path as it was given, and where that is."""

    text: str
    place: Path


class Group(NamedTuple):
    """The given paths that belong to one vault; `root` is absolute."""

    root: Path
    paths: tuple[Given, ...]
    lenient: bool = False
    """Whether paths that are no notes are passed over: the files of a commit are of all kinds."""
    nested: bool = False
    """Whether this is a repository that was not given, but found below a folder that was."""


def absolute(text: str) -> Path:
    """Where a path leads: with `..` taken out, but no symbolic link followed, so that it stays within its repository."""
    return Path(os.path.abspath(text))  # noqa: PTH100 - Path.absolute keeps `..`, Path.resolve follows links


def groups(paths: Sequence[str]) -> tuple[Group, ...]:
    """The vaults that these paths belong to, in the order given. Raises PathError for a path that is not there."""
    by_root: dict[Path, list[Given]] = {}
    for text in paths:
        place = absolute(text)
        if not os.path.lexists(place):
            raise PathError(f"There is no file or folder {text}.")
        by_root.setdefault(root_of(place), []).append(Given(text, place))
    return tuple(Group(root, tuple(given)) for root, given in by_root.items())


def root_of(place: Path) -> Path:
    """The repository a path lies in; without one, the nearest folder with a configuration; else the folder itself."""
    folder = place if place.is_dir() else place.parent
    repository = git.top(folder)
    if repository:
        return repository
    return next((above for above in (folder, *folder.parents) if _has_configuration(above)), folder)


def _has_configuration(folder: Path) -> bool:
    if (folder / "notelint.toml").is_file():
        return True
    file = folder / "pyproject.toml"
    if not file.is_file():
        return False
    from notelint.config.layer import read_table

    return read_table(file) is not None


def nested(group: Group, listing: Listing) -> tuple[Group, ...]:
    """The repositories below the given folders, where these lie in none themselves: each is a vault of its own."""
    if listing.in_git:
        return ()  # submodules are looked at when they are given
    places = [listing.root / folder for folder in listing.nested]
    return tuple(
        Group(place, (Given(given.text, place),), nested=True)
        for place in places
        for given in group.paths
        if place.is_relative_to(given.place) and place != listing.root
    )


def choose(
    group: Group,
    listing: Listing,
    configs: "Configs",
    say: Callable[[str], object],
    notes: Collection[str] | None = None,
) -> tuple[Chosen, Mapping[str, bytes]]:
    """The notes that the given paths stand for, and extra ones: notes that were given though git ignores them, or though they
    lie in a folder that holds none by default.

    `say` is told what is left out; `notes` are all of the vault, where they are known. Raises PathError for a path
    that holds no note.
    """
    notes = note_paths(listing, configs, ()) if notes is None else notes
    known = frozenset(notes)
    chosen: set[str] = set()
    extra: dict[str, bytes] = {}
    apart = Apart(listing.markers)
    for given in group.paths:
        path = relative(given.place, listing.root)
        beneath = [] if path in known else [note for note in notes if not path or note.startswith(f"{path}/")]
        path = listing.aliases.get(path) or path
        if beneath or path in known:
            chosen.update(beneath or [path])
        elif _is_excluded(path, given, listing, configs):
            say(f"{given.text} is left out: the setting `exclude` names it.")
        elif reason := _reason(path, group, listing, configs, apart):
            say(f"{given.text} is left out: its folder {reason}. Give the folder itself, or take it back in `exclude`.")
        elif not group.lenient:
            found = _below(path, given, listing, configs) or [path]
            extra.update((one, _ignored_note(one, given._replace(place=listing.root / one), listing, configs)) for one in found)
            chosen.update(found)
    everything = bool(notes) and chosen.issuperset(known)
    return Chosen(everything, frozenset(chosen)), extra


def choose_named(text: str, path: str, configs: "Configs", say: Callable[[str], object]) -> Chosen:
    """The one note that standard input stands for. `say` is told when `exclude` names it; then it is none.

    Raises PathError for a name that no note has.
    """
    extensions = configs.at(path).extensions
    if not has_extension(path, extensions):
        raise PathError(_no_note(text, extensions))
    if not is_note(path, configs):
        say(f"{text} is left out: the setting `exclude` names it.")
        return Chosen(everything=False)
    return Chosen(everything=False, paths=frozenset((path,)))


def relative(place: Path, root: Path) -> str:
    """The path from the root, with `/`; empty for the root itself."""
    return "" if place == root else place.relative_to(root).as_posix()


def _is_excluded(path: str, given: Given, listing: Listing, configs: "Configs") -> bool:
    """Whether a given path holds notes, but none that is not excluded."""
    below: Iterable[str] = (path,)
    if given.place.is_dir():
        below = (file for file in listing.paths if not path or file.startswith(f"{path}/"))
    return any(has_extension(file, configs.at(file).extensions) and matches(file, configs.at(file).exclude) for file in below)


def _reason(path: str, group: Group, listing: Listing, configs: "Configs", apart: Apart) -> str:
    """Why nothing that lies at this path is looked at: all of it is in folders that hold no notes, none of which was given.

    A commit has files of all kinds, so that one of it was given by nobody.
    """
    if not group.lenient and apart.why(f"{path}/x".lstrip("/")):
        return ""
    below = (file for file in listing.paths if file == path or not path or file.startswith(f"{path}/"))
    return next((why for file in below if has_extension(file, configs.at(file).extensions) and (why := apart.why(file))), "")


def _below(path: str, given: Given, listing: Listing, configs: "Configs") -> list[str]:
    """The notes in a folder that was given though it holds none by default."""
    if not given.place.is_dir():
        return []
    return [
        file for file in listing.paths if file.startswith(f"{path}/") and is_note(file, configs) and file not in listing.aliases
    ]


def _ignored_note(path: str, given: Given, listing: Listing, configs: "Configs") -> bytes:
    extensions = configs.at(path).extensions
    if given.place.is_dir():
        if not os.access(given.place, os.R_OK | os.X_OK):
            raise PathError(f"{given.text} cannot be read: {os.strerror(errno.EACCES)}.")
        left_out = "; what git ignores is left out" if git.top(given.place) else ""
        raise PathError(f"There is no note in {given.text}: notes end in {', '.join(extensions)}{left_out}.")
    if not has_extension(path, extensions):
        raise PathError(_no_note(given.text, extensions))
    if path in listing.aliases and given.place.exists():
        raise PathError(f"{given.text} is a symbolic link that leads out of {listing.root}; give the note itself.")
    try:
        if given.place.exists() and not given.place.is_file():  # a pipe would be waited for
            raise PathError(f"{given.text} is no regular file, so it is not read.")
        return given.place.read_bytes()
    except OSError as error:
        raise PathError(f"{given.text} cannot be read: {error.strerror or error}.") from error


def _no_note(text: str, extensions: Sequence[str]) -> str:
    return f"{text} is no note: notes end in {', '.join(extensions)} (the setting `extensions`)."
