"""The summary of a job in GitHub Actions: the Markdown report, as far as there is room.

Source: docs.github.com, "Workflow commands for GitHub Actions", section "Adding a job summary": what steps add to the file is
rendered as GitHub Flavored Markdown, and one step may add 1 MiB; with more nothing of it is shown.
"""

from collections.abc import Sequence
from typing import TextIO

from notelint.report.markdown import sections
from notelint.report.place import Shown
from notelint.run import Run

LIMIT = 1024 * 1024
"""How many bytes the file may have."""

_RESERVE = 200


def write(runs: Sequence[Run], shown: Shown, out: TextIO, *, room: int = LIMIT) -> str | None:
    """Write whole notes until `room` bytes are used. Returns what was left out."""
    parts = list(sections(runs, shown))
    left = room - _RESERVE
    for number, part in enumerate(parts):
        left -= len(part.encode("utf-8", "backslashreplace"))
        if left < 0:
            cut = f"left out {len(parts) - number:,} of {len(parts):,} sections, because GitHub takes 1 MiB."
            out.write(f"\nThe summary {cut}\n")
            return f"Summary: {cut}"
        out.write(part)
    return None
