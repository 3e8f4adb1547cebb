"""What a run depends on beside the content of the notes: when any of it is another, nothing that is kept holds."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from notelint import __version__
from notelint.cache.packed import digest
from notelint.files import Listing

_CONFIGURATIONS = ("notelint.toml", "pyproject.toml")
_LIBRARIES = (
    "ada_url",
    "jsonschema_rs",
    "linkify_it_py",
    "markdown_it_py",
    "mdit_py_plugins",
    "publicsuffixlist",
    "pyromark",
    "pyyaml",
)


class Call(NamedTuple):
    """What a command line says that findings depend on: its options, and the configuration file it names."""

    options: tuple[object, ...] = ()
    config: str | None = None


def key(listing: Listing, call: Call) -> bytes:
    """A digest of everything but the notes: program, libraries, options, configuration, and which files there are."""
    parts = (
        __version__,
        sys.implementation.cache_tag,
        sys.hexversion,
        sys.byteorder,
        tuple(_sources(os.path.dirname(os.path.dirname(__file__)))),  # noqa: PTH120 - paths would be most of the work
        tuple(_libraries()),
        call,
        str(listing.root),
        listing.aliases,
        listing.markers,
        listing.opaque,
        listing.nested,
        sorted(listing.absent),
        listing.in_git,
        tuple(_settings(listing, call)),
    )
    paths = "\0".join(listing.paths).encode("utf-8", "surrogatepass")
    return digest(repr(parts).encode("utf-8", "surrogatepass") + paths)


def _sources(folder: str) -> Iterator[tuple[str, int, int]]:
    """The files of the program itself: whoever works on it changes them without changing the version."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return  # out of an archive
    for entry in entries:
        if entry.name == "__pycache__":
            continue
        if entry.is_dir():
            yield from _sources(entry.path)
        else:
            status = entry.stat()
            yield entry.name, status.st_size, status.st_mtime_ns


def _libraries() -> Iterator[str]:
    """The libraries with their versions, as installers name the folders of what they know of them."""
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - as above
        except OSError:
            continue
        yield from sorted(name for name in names if name.endswith(".dist-info") and name.lower().startswith(_LIBRARIES))


def _settings(listing: Listing, call: Call) -> Iterator[tuple[str, bytes]]:
    """What files say of how notes are read and judged; with those outside the vault that its folders inherit from."""
    places = [listing.root / marker for marker in listing.markers]
    if not listing.in_git:
        places += [folder / name for folder in listing.root.parents for name in _CONFIGURATIONS]
    if call.config:
        places.append(Path(call.config))
    for place in places:
        try:
            raw = place.read_bytes()
        except OSError:
            continue
        yield str(place), raw
        if place.suffix != ".py" and (b"schema" in raw or b"\\" in raw):  # a key may be written with escapes
            yield from _schemas(raw, place.parent)


def _schemas(raw: bytes, folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files with schemas that a configuration names."""
    import tomllib  # few configurations have schemas

    try:
        table: Any = tomllib.loads(raw.decode("utf-8"))
        table = table.get("tool", {}).get("notelint", table)
        names = [item["schema"] for item in table.get("schemas", ()) if isinstance(item.get("schema"), str)]
    except (ValueError, AttributeError, TypeError):
        return  # whoever reads it for its own sake says what is wrong with it
    for name in names:
        try:
            yield name, (folder / name).read_bytes()
        except (OSError, ValueError):
            continue
