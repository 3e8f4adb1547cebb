"""How the time for a hostile note grows with its length: a ratio near 2 is what it must be, 4 and more grows with the square.

Run: `python -m benchmarks.hostile` at the top of a checkout, in an environment with what the tests need. Each note of
tests/test_hostile_notes.py is checked by itself, first its first half, then the whole.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.test_hostile_notes import HOSTILE


def seconds(content: str, folder: Path) -> float:
    """The wall time of a check of one note with this content."""
    (folder / "note.md").write_text(content, encoding="utf-8", newline="")
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "notelint", "check"], cwd=folder, stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def main() -> None:
    """Print a line for each note: seconds for its half and for all of it, without the start, and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = seconds("", folder)
        for what, content in HOSTILE.items():
            half, whole = (max(0.001, seconds(text, folder) - start) for text in (content[: len(content) // 2], content))
            print(f"{what:45} {len(content):9,} characters {half:7.2f} s {whole:7.2f} s {whole / half:6.1f}×")


if __name__ == "__main__":
    main()
