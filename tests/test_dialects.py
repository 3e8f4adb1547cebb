"""Which extensions of Markdown are on, by themselves and by configuration."""

from pathlib import Path

import pytest

from notelint.config_tree import load
from notelint.dialects import dialects
from notelint.files import list_files
from notelint.judge import KNOWN
from notelint.markdown.dialect import Dialect
from tests.conftest import Notelint, write


def dialect(root: Path, files: dict[str, str], path: str) -> Dialect:
    write(root, files)
    listing = list_files(root)
    return dialects(listing, load(root, listing.markers, KNOWN, None, in_git=listing.in_git))(path)


@pytest.mark.parametrize(
    ("marker", "label_first"),
    [(".obsidian/app.json", False), (".foam/templates/a.md", False), ("dendron.yml", True), ("dendron.code-workspace", True)],
)
def test_tools_of_wikilinks_are_known_by_their_files(repository: Path, marker: str, label_first: bool) -> None:
    write(repository, {"notes/a.md": "# A\n", "b.md": "# B\n", ".gitignore": ".obsidian/\n"})
    assert dialect(repository, {f"notes/{marker}": "{}"}, "notes/a.md") == Dialect(wikilinks=True, label_first=label_first)
    assert dialect(repository, {}, "b.md") == Dialect()


@pytest.mark.parametrize(
    ("file", "content", "myst"),
    [
        ("myst.yml", "version: 1", True),
        ("conf.py", "extensions = ['myst_parser']", True),
        ("conf.py", "extensions = ['sphinx.ext.autodoc']", False),
        ("other.py", "extensions = ['myst_parser']", False),
    ],
)
def test_myst_is_known_by_its_files(repository: Path, file: str, content: str, myst: bool) -> None:
    assert dialect(repository, {"docs/a.md": "# A\n", f"docs/{file}": content}, "docs/a.md") == Dialect(myst=myst)


def test_configuration_goes_before_detection(repository: Path) -> None:
    files = {
        "myst.yml": "",
        "a.md": "# A\n",
        "notelint.toml": "dialect = [{files = 'a.md', myst = false}, {files = '*.md', myst = true, wikilinks = true}]\n",
    }
    assert dialect(repository, files, "a.md") == Dialect(wikilinks=True)
    assert dialect(repository, files, "b.md") == Dialect(wikilinks=True, myst=True)


def test_notes_in_myst_are_read_as_such(repository: Path, notelint: Notelint) -> None:
    write(repository, {"a.md": "(here)=\n# A\n\n[to](#here)\n", "notelint.toml": "[anchors]\nplatforms = ['myst']\n"})
    assert notelint("check").code == 1
    write(repository, {"myst.yml": ""})
    assert notelint("check").code == 0


def test_an_excluded_note_still_exists(repository: Path, notelint: Notelint) -> None:
    write(repository, {"a.md": "[b](drafts/b.md#x) [[b]]\n", "drafts/b.md": "# B\n", ".obsidian/app.json": "{}"})
    write(repository, {"notelint.toml": "exclude = 'drafts/'\n"})
    assert notelint("check").out == "1 note, 2 links looked at: nothing to report.\n"
