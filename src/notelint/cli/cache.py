"""`notelint cache`: what is kept of earlier runs, and how to be rid of it."""

import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from notelint.cache.packed import NeedsAllError
from notelint.cache.place import default_folder, folder_of
from notelint.cache.store import Store
from notelint.cli.main import CLEAN
from notelint.errors import PathError
from notelint.given import absolute, root_of
from notelint.report.neutral import neutral

_OURS = ("*.db", "*.stamps", "*.new", "moves.jsonl")


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("action", choices=("info", "clear"), help="say what is kept, or delete it")
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="a path in the vault (default: this folder)")
    parser.add_argument("--all", action="store_true", help="of every vault")
    parser.add_argument("--cache-dir", metavar="DIR", help="where it is kept (default: the platform's folder)")


def run(arguments: Namespace) -> int:
    """Say what is kept, or delete it. Raises PathError where there is no folder to keep anything in."""
    base = Path(arguments.cache_dir).absolute() if arguments.cache_dir else default_folder()
    if base is None:
        raise PathError("There is no folder for caches on this machine: name one with --cache-dir.")
    folders = sorted(_folders(base)) if arguments.all else [folder_of(root_of(absolute(arguments.path)), base)]
    told = map(_cleared if arguments.action == "clear" else _described, folders)
    lines = [line for line in told if line]
    lines.insert(0, f"What is kept lies in {base}." if lines else f"Nothing is kept in {base}.")
    sys.stdout.write("".join(f"{neutral(line)}\n" for line in lines))
    return CLEAN


def _folders(base: Path) -> Iterator[Path]:
    """The folders of vaults: those that hold what we write."""
    return (folder for folder in base.glob("*/") if any(_files(folder)))


def _files(folder: Path) -> Iterator[Path]:
    return (file for pattern in _OURS for file in folder.glob(pattern))


def _described(folder: Path) -> str:
    runs = [file for file in _files(folder) if file.suffix == ".db"]
    if not runs:
        return ""
    last = max(file.stat().st_mtime for file in runs)
    size = sum(file.stat().st_size for file in _files(folder))
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(last))
    return f"{_vault(runs)}: {len(runs)} run{'s' * (len(runs) > 1)}, {size / 1e6:.1f} MB, the last of {when}, in {folder.name}"


def _vault(runs: list[Path]) -> str:
    """The vault that these are runs over, as one of them tells."""
    for file in runs:
        try:
            store = Store(file)
            root = store.whole("head")[3]
            store.close()
            return str(root)
        except NeedsAllError:
            continue
    return "a vault (what is kept of it can no longer be read)"


def _cleared(folder: Path) -> str:
    files = list(_files(folder))
    if not files:
        return ""
    for file in files:
        file.unlink(missing_ok=True)
    if not any(folder.iterdir()):
        folder.rmdir()
    return f"deleted: {folder.name}"
