"""Which extensions of Markdown are on, by themselves and by configuration."""

from pathlib import Path

import pytest

from notelint.config.tree import load
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
        ("_toc.yml", "format: jb-book", True),
        ("conf.py", "extensions = ['myst_parser']", True),
        ("conf.py", "extensions = ['sphinx.ext.autodoc']", False),
        (".sphinx/conf.py", "extensions = ['myst_parser']", True),
        ("other/conf.py", "extensions = ['myst_parser']", False),
        ("other.py", "extensions = ['myst_parser']", False),
    ],
)
def test_myst_is_known_by_its_files(repository: Path, file: str, content: str, myst: bool) -> None:
    assert dialect(repository, {"docs/a.md": "# A\n", f"docs/{file}": content}, "docs/a.md") == Dialect(myst=myst)


@pytest.mark.parametrize(
    ("file", "hugo"),
    [
        ("hugo.toml", True),
        ("hugo.yaml", True),
        ("hugo.json", True),
        (".hugo_build.lock", True),
        ("config/_default/menus.toml", True),
        ("layouts/_default/single.html", True),
        ("config.toml", False),  # may be anybody's
        ("partials/_default/a.html", False),
        ("hugo.md", False),
    ],
)
def test_hugo_is_known_by_its_files(repository: Path, file: str, hugo: bool) -> None:
    files = {f"site/{file}": "", "site/content/a.md": "# A\n", "b.md": "# B\n"}
    assert dialect(repository, files, "site/content/a.md") == Dialect(late_front_matter=hugo)
    assert dialect(repository, files, "b.md") == Dialect()


def test_hugo_is_known_by_the_platforms(repository: Path) -> None:
    files = {"notelint.toml": "[anchors]\nplatforms = [{files = 'blog/**', platforms = ['github', 'hugo']}]\n"}
    assert dialect(repository, files, "blog/a.md") == Dialect(late_front_matter=True)
    assert dialect(repository, files, "a.md") == Dialect()


def test_hugo_reads_front_matter_below_blank_lines(repository: Path, notelint: Notelint) -> None:
    late = "\n \n---\ntitle: A\ndate: 2021-08-23\n---\n\n# A\n"
    write(repository, {"site/content/a.md": late, "site/hugo.toml": "", "b.md": late})
    out = notelint("check").out
    assert out.count("front-matter-syntax") == 1
    assert out.startswith("b.md:3:")


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
