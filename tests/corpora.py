"""The six real repositories of notes that lie beside the checkout; none of their text is part of this repository."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"
NAMES = ("dendron-site", "edpike365-head", "edpike365-seed", "foam", "free-programming-books", "k8s-community")


def shared(path: str) -> Path:
    """A file or folder beside the checkout; without it the test is skipped, under CI it fails."""
    found = SHARED / path
    if not found.exists():
        message = f"needs ../shared/{path}, which is not part of the repository"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


def lay_out(folder: Path) -> Path:
    """Lay the corpora out as git repositories below the folder and return it."""
    tool = shared("tools/lay-out-corpora")
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("laying the corpora out needs bash")
    subprocess.run([bash, str(tool), str(folder)], check=True, stdout=subprocess.DEVNULL)
    return folder
