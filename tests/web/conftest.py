"""Fixtures of the tests of the web half."""

from pathlib import Path

import pytest

from notelint.cli import sweep as command
from tests.conftest import Notelint, write
from tests.web.sweeping_command import A, B, C, Web


@pytest.fixture
def web(repository: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch) -> Web:
    made = Web(notelint)
    monkeypatch.setattr(command, "ask", made.ask)
    monkeypatch.setattr(command, "now", lambda: made.at)
    write(repository, {"a.md": f"# A\n\n[one]({A}#x) and [two]({B})\n", "in/b.md": f"<{C}>\n\n[one][r]\n\n[r]: {A}\n"})
    return made
