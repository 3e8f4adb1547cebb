"""The forms of a report, by name; what one needs is imported when it is written."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TextIO, TypeAlias

from notelint.report.place import Shown
from notelint.run import Run

Writer: TypeAlias = Callable[[Sequence[Run], Shown, TextIO], str | None]
"""Writes all runs, and returns a sentence about what it had to leave out, if anything."""

FORMATS = (
    "text",
    "concise",
    "grouped",
    "statistics",
    "json",
    "jsonl",
    "github",
    "gitlab",
    "sarif",
    "junit",
    "checkstyle",
    "markdown",
    "html",
)
"""Each is a module beside this one with a function `write`."""

LINES = frozenset({"text", "concise", "grouped", "statistics", "github"})
"""Those that are lines for a terminal or a log; of the others a program expects a whole document, whatever was found."""

BASES = {"github": "GITHUB_WORKSPACE", "sarif": "GITHUB_WORKSPACE", "gitlab": "CI_PROJECT_DIR"}
"""The variable that names the folder from which the reader of a form counts paths; without it that is the root of the vault.

Sources: docs.github.com, "Variables reference"; docs.gitlab.com, "Predefined CI/CD variables reference".
"""


def writer(name: str) -> Writer:
    """What writes the form of this name."""
    write: Writer = import_module(f"notelint.report.{name}").write
    return write
