"""Where what is kept lies: a folder per vault in the platform's folder for caches."""

import os
import sys
from pathlib import Path

from notelint.cache.packed import digest

VARIABLE = "NOTELINT_CACHE_DIR"
_NAME = "notelint"
# bford.info/cachedir: programs that make copies of everything pass over folders with this file.
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# What notelint keeps of earlier runs; it can be deleted at any time.\n"


def default_folder() -> Path | None:
    """The folder that a variable of the environment names, else the platform's; None where there is no home.

    Sources: XDG Base Directory Specification (a relative path counts for nothing), Apple's "File System Programming Guide",
    Microsoft's "KNOWNFOLDERID" (LocalAppData).
    """
    if given := os.environ.get(VARIABLE):
        return Path(given).absolute()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) / _NAME / "cache" if local else None
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home raises where there is none
    if not home.is_absolute():
        return None
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / _NAME
    chosen = os.environ.get("XDG_CACHE_HOME", "")
    return Path(chosen) / _NAME if chosen.startswith("/") else home / ".cache" / _NAME


def folder_of(root: Path, base: Path) -> Path:
    """The folder for the vault at `root`, named so that a person may know it again."""
    name = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in root.name)[:40]
    return base / f"{name or 'root'}-{digest(os.fsencode(root)).hex()}"


def prepare(base: Path, folder: Path) -> None:
    """Make the folder, for its owner alone. Raises OSError."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (base / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")
