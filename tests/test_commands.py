"""The commands beside `check`: `rules`, `explain`, `why`, `init`."""

import json
from pathlib import Path

import pytest

from notelint.config.tree import find_file
from notelint.judge import KNOWN
from notelint.rule import Rule
from tests.conftest import Notelint, write

# -- rules, explain


def test_rules_lists_every_rule(notelint: Notelint) -> None:
    lines = notelint("rules").out.splitlines()
    assert [line.split()[0] for line in lines] == list(KNOWN)
    assert all(line.split()[1] == rule.severity for line, rule in zip(lines, KNOWN.values(), strict=True))
    assert all(line.endswith(".") for line in lines)


@pytest.mark.parametrize("rule", KNOWN.values(), ids=lambda rule: rule.name)
def test_explain_shows_a_rule_whole(rule: type[Rule], notelint: Notelint) -> None:
    ran = notelint("explain", rule.name)
    assert ran.code == 0
    assert ran.out.startswith(f"# {rule.name}\n\nSeverity: {rule.severity}.")
    assert (rule.__doc__ or "").splitlines()[0] in ran.out


def test_explain_shows_options(notelint: Notelint) -> None:
    assert "* `ignore` (a list of strings; default: `[]`): " in notelint("explain", "broken-link").out


# -- why


def test_why_tells_what_a_line_means(vault: Path, notelint: Notelint) -> None:
    write(
        vault,
        {
            "notelint.toml": "[anchors]\nplatforms = ['github', 'mkdocs']\n",
            "a.md": "# A\n\n[b](b.md#x--y) [gone](c.md)\n",
            "b.md": "# X & Y <a name='z'></a>\n",
        },
    )
    out = notelint("why", "a.md:3").out
    assert "The link [b](b.md#x--y) leads to the note b.md, at #x--y" in out
    assert "The link [gone](c.md) leads to c.md, which does not exist." in out
    assert "line 1: name: #z" in out
    assert "on github" in out
    assert "on mkdocs" in out
    assert "anchors.platforms: notelint.toml" in out
    assert notelint("why", "a.md:3:5").out == out
    assert "Anchors of a.md" in notelint("why", "a.md").out
    assert notelint("why", "a.md:99").code == 2


# -- init


def test_init_writes_what_is_valid_and_true(vault: Path, notelint: Notelint) -> None:
    write(vault, {f"{number}.md": f"---\ntitle: N{number}\ndate: 2024-01-0{number}\n---\n# A\n" for number in range(1, 6)})
    write(vault, {"mkdocs.yml": ""})
    ran = notelint("init")
    assert ran.code == 0
    assert "title in 5 of 5 notes" in ran.out
    assert "# title in 5 of 5 notes\n" in (vault / "notelint.toml").read_text(encoding="utf-8")
    found = find_file(vault)
    assert found
    assert found[1]["anchors"] == {"platforms": ["mkdocs"]}
    assert json.loads((vault / "notelint-schema.json").read_text(encoding="utf-8"))["properties"]["title"]
    assert notelint("check").code == 0
    write(vault, {"6.md": "---\ntitle: [no]\ndate: 2024-01-06\n---\n"})
    assert "front-matter-schema" in notelint("check").out


def test_init_never_writes_over(vault: Path, notelint: Notelint) -> None:
    write(vault, {"a.md": "---\ntitle: A\n---\n", "notelint-schema.json": "mine"})
    assert notelint("init").code == 0
    assert (vault / "notelint-schema.json").read_text() == "mine"
    before = (vault / "notelint.toml").read_text()
    assert notelint("init").code == 2
    assert (vault / "notelint.toml").read_text() == before


def test_init_in_a_folder_without_front_matter(repository: Path, notelint: Notelint) -> None:
    write(repository, {"docs/a.md": "# A\n"})
    (repository / "docs/.obsidian").mkdir()
    assert notelint("init", "docs").code == 0
    assert sorted(file.name for file in (repository / "docs").iterdir()) == [".obsidian", "a.md", "notelint.toml"]
    assert 'platforms = ["obsidian"]' in (repository / "docs/notelint.toml").read_text()
    assert notelint("check").code == 0


def test_why_tells_the_id_of_a_heading_on_every_platform(vault: Path, notelint: Notelint) -> None:
    write(vault, {"a.md": "# A - B\n\n# Other\n"})
    out = notelint("why", "a.md:1").out
    assert "#a---b on github, gitlab, gatsby" in out
    assert "#a-b on gitlab-16, mkdocs, vitepress, myst" in out
    assert "#other on" not in out
    assert "would be" not in notelint("why", "a.md:2").out
