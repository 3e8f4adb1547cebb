"""Folders that hold no notes because of what they are for: packages of others, and what tests read.

Nobody mends what stands there: packages are mended elsewhere, and the inputs of tests are as wrong as the test wants them.
Taken are only names and neighbours that leave no doubt; a folder `vendor` or `fixtures` alone says nothing.
"""

from collections.abc import Iterable
from posixpath import basename, dirname

_PACKAGES = "holds packages of others"
_INPUTS = "holds what tests read"
_CRATE = "holds what the tests of a crate read"

_NAMED = {
    # Where npm, Bower, jspm and pip put what they install.
    "node_modules": _PACKAGES,
    "bower_components": _PACKAGES,
    "jspm_packages": _PACKAGES,
    "site-packages": _PACKAGES,
    # `go help packages`: folders of this name are passed over.
    "testdata": _INPUTS,
    # Jest (https://jestjs.io/docs/snapshot-testing) and jscodeshift write the names of what is for tests so.
    "__fixtures__": _INPUTS,
    "__snapshots__": _INPUTS,
    "__testfixtures__": _INPUTS,
}
# Below a folder for tests, these hold what tests read and what is to come of it.
_TESTS = frozenset(("test", "tests", "spec", "specs", "__tests__"))
_OF_TESTS = frozenset(("fixture", "fixtures", "golden", "goldens", "inputs", "snapshots"))
# The file beside which a program keeps copies of packages, and the folder that it keeps them in: Go
# (https://go.dev/ref/mod#vendoring), Hugo's modules, vndr, dep and glide before them; Composer (`vendor-dir`); Bundler
# (`bundle install --deployment`).
_BESIDE = {
    "go.mod": ("vendor", "_vendor"),
    "vendor.conf": ("vendor",),
    "Gopkg.lock": ("vendor",),
    "glide.lock": ("vendor",),
    "composer.json": ("vendor",),
    "Gemfile": ("vendor/bundle",),
}
# The file in a folder that says so of itself: Go's list of modules, Composer's loader, `cargo vendor` (one for each crate),
# Python's venv.
_INSIDE = {
    "modules.txt": ("vendor", "_vendor"),
    "autoload.php": ("vendor",),
    ".cargo-checksum.json": (),
    "pyvenv.cfg": (),
}
# https://doc.rust-lang.org/cargo/guide/project-layout.html: tests are the files of `tests`, so what lies deeper is what they
# read.
_CARGO = "Cargo.toml"

MARKERS = frozenset((*_BESIDE, *_INSIDE, _CARGO))
"""The names of the files that `Apart` wants to be told of."""


class Apart:
    """Which paths lie in a folder that holds no notes, in a repository with these files (of those in `MARKERS`)."""

    def __init__(self, markers: Iterable[str]) -> None:
        self._known: dict[str, str] = {}
        self._crates: set[str] = set()
        for marker in markers:
            folder, name = dirname(marker), basename(marker)
            if name in _BESIDE:
                self._known.update({f"{folder}/{below}".lstrip("/"): _PACKAGES for below in _BESIDE[name]})
            elif name in _INSIDE and folder and basename(folder) in (_INSIDE[name] or (basename(folder),)):
                self._known[folder] = _PACKAGES
            elif name == _CARGO:
                self._crates.add(f"{folder}/tests".lstrip("/"))
        self._known[""] = ""  # the top is what somebody asked for

    def why(self, path: str) -> str:
        """What is said of the folder that keeps the file of this path from being a note; empty when none does."""
        reason = self._folder(dirname(path))
        return "" if reason == _CRATE and basename(path).lower().startswith("readme") else reason

    def _folder(self, folder: str) -> str:
        reason = self._known.get(folder)
        if reason is None:
            above, name = dirname(folder), basename(folder)
            reason = (self._folder(above) if above != folder else "") or _NAMED.get(name, "")
            if not reason and above in self._crates:
                reason = _CRATE
            if not reason and name in _OF_TESTS and not _TESTS.isdisjoint(above.split("/")):
                reason = _INPUTS
            self._known[folder] = reason
        return reason
