"""What is kept of earlier runs changes nothing but the time that a run takes."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from notelint.cache import earlier, keeping
from notelint.rules import FRONT_MATTER, WHEN
from tests.cached import NOTES, Ways, both, edit, make
from tests.conftest import Notelint, git, write


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> Ways:
    return Ways(monkeypatch)


def test_edits_between_runs_change_nothing(repository: Path, notelint: Notelint, ways: Ways) -> None:
    _edited(repository, notelint, seed=20, steps=12)
    assert ways.partly >= 3, "else this shows nothing of notes that are judged by themselves"
    assert ways.again >= 3


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_five_hundred_edits_change_nothing(repository: Path, notelint: Notelint, ways: Ways, seed: int) -> None:
    _edited(repository, notelint, seed, steps=50)
    assert ways.partly >= 10
    assert ways.again >= 5


def _edited(repository: Path, notelint: Notelint, seed: int, steps: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
    make(repository, seed)
    for _ in range(steps):
        done = edit(repository, dice)
        if dice.random() < 0.4:
            git(repository, "add", "--all")
        paths = [str(path.relative_to(repository)) for path in dice.sample(sorted(repository.glob("area-*/*.md")), 2)]
        for arguments in ([], dice.choice((["--staged"], paths))):
            try:
                both(notelint, *arguments)
            except AssertionError as error:
                raise AssertionError(f"after {done}, given {arguments}") from error


def test_an_unchanged_vault_is_told_again(repository: Path, notelint: Notelint, ways: Ways) -> None:
    make(repository, 1)
    assert both(notelint)["summary"]["notes"] == NOTES
    assert (ways.again, ways.partly) == (0, 0)
    both(notelint)
    both(notelint, "area-000/note-000001.md")
    assert (ways.again, ways.partly) == (2, 0)


def test_a_changed_heading_is_told_where_links_lead_to_it(repository: Path, notelint: Notelint, ways: Ways) -> None:
    write(
        repository,
        {"a.md": "# A\n\n## Old name\n\nText.\n", "b.md": "# B\n\n[see](a.md#old-name)\n", "c.md": "# C\n\n[a](a.md)\n"},
    )
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "Notes")
    assert both(notelint)["findings"] == []
    write(repository, {"a.md": "# A\n\n## New name\n\nText.\n"})
    assert [one["path"] for one in both(notelint)["findings"]] == ["b.md"]
    assert [one["path"] for one in both(notelint, "a.md")["findings"]] == ["b.md"]
    git(repository, "add", ".")
    assert [one["path"] for one in both(notelint, "--staged")["findings"]] == ["b.md"]
    assert (ways.again, ways.partly) == (0, 3)


def test_standard_input_goes_before_the_file(
    repository: Path, ways: Ways, notelint: Notelint, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    write(repository, {"a.md": "# A\n", "b.md": "[a](a.md#a)\n"})
    both(notelint)

    def given(content: bytes, *arguments: str) -> str:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        return notelint("check", "-", "--stdin-filename", "a.md", *arguments).out

    for content in (b"# B\n", b"# A\n", b"[gone](gone.md)\n"):
        assert given(content) == given(content, "--no-cache")
    assert (ways.again, ways.partly) == (1, 2)
    assert both(notelint)["findings"] == [], "what was given is not kept"


def test_an_edit_within_the_grain_of_the_clock_is_seen(
    repository: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time_ns()
    for module in (earlier, keeping):  # a clock that stands still
        monkeypatch.setattr(module, "stamps", lambda _root, paths: [(9, now, now, 1) for _ in paths])
    write(repository, {"a.md": "[x](a.md)\n", "b.md": "# B\n"})
    both(notelint)
    write(repository, {"a.md": "[x](b.mx)\n"})
    assert len(both(notelint)["findings"]) == 1


def test_an_edit_that_hides_its_time_is_seen(repository: Path, notelint: Notelint) -> None:
    write(repository, {"a.md": "[x](a.md)\n", "b.md": "# B\n"})
    both(notelint)
    before = (repository / "a.md").stat()
    (repository / "a.md").write_bytes(b"[x](b.mx)\n")
    os.utime(repository / "a.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert len(both(notelint)["findings"]) == 1


_LIST = "- one line of a copied list\n- two lines of a copied list\n- three of a copied list\n- four of a copied list\n"


@pytest.mark.parametrize("first", ["a.md", "b.md"])
def test_a_copy_that_comes_or_goes_is_told(repository: Path, notelint: Notelint, first: str) -> None:
    second = "b.md" if first == "a.md" else "a.md"
    write(repository, {first: f"# First\n\n{_LIST}", second: "# Second\n", "c.md": "# Third\n"})
    assert both(notelint)["findings"] == []
    write(repository, {second: f"# Second\n\n{_LIST}"})
    assert [one["path"] for one in both(notelint)["findings"]] == ["b.md"]
    write(repository, {"c.md": f"# Third\n\nText.\n\n{_LIST}"})
    assert len(both(notelint, "c.md")["findings"][0]["related"]) == 2
    write(repository, {first: "# First\n", "c.md": "# Third\n"})
    assert both(notelint)["findings"] == []
    write(repository, {"c.md": f"# Third\n\n## One\n\n{_LIST}\n## Two\n\n{_LIST}", second: "# Second\n"})
    assert [one["path"] for one in both(notelint)["findings"]] == ["c.md"]


@pytest.mark.parametrize("first", ["a.md", "b.md"])
def test_a_marker_that_comes_or_goes_is_told(repository: Path, notelint: Notelint, first: str) -> None:
    second = "b.md" if first == "a.md" else "a.md"
    item = "- [Blue Whale](https://www.python.org/whale)"
    write(repository, {first: f"# First\n\n{item}\n", second: f"# Second\n\n{item}\n"})
    assert both(notelint)["findings"] == []
    write(repository, {second: f"# Second\n\n{item} (deprecated)\n"})
    assert [one["path"] for one in both(notelint)["findings"]] == [first]
    write(repository, {first: f"# First\n\n{item} (deprecated)\n"})
    assert both(notelint)["findings"] == []
    write(repository, {second: f"# Second\n\nText.\n\n{item}\n"})
    assert [one["path"] for one in both(notelint, second)["findings"]] == [second]


def test_what_depends_on_the_day_is_found_again_on_another(
    repository: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch, ways: Ways
) -> None:
    write(repository, {"a.md": "[x](gone.md) <!-- notelint-disable-line until=2030-01-01 -->\n"})
    day = ["2029-12-31"]
    monkeypatch.setattr(time, "strftime", lambda _form, *_rest: day[0])
    assert both(notelint)["findings"] == both(notelint)["findings"] == []
    day[0] = "2030-01-02"
    assert [one["rule"] for one in both(notelint)["findings"]] == ["broken-link", "expired-suppression"]
    assert ways.again == 1


@pytest.mark.parametrize(
    "setting",
    [
        'per-file-ignores = { "a.md" = "broken-link" }\n',
        'ignore = ["broken-link"]\n',
        '[severity]\nbroken-link = "advice"\n',
        'exclude = ["a.md"]\n',
    ],
)
def test_another_setting_is_another_run(repository: Path, notelint: Notelint, setting: str, ways: Ways) -> None:
    write(repository, {"a.md": "[x](gone.md)\n", "b.md": "# B\n"})
    first = both(notelint)
    write(repository, {"notelint.toml": setting})
    assert both(notelint) != first
    (repository / "notelint.toml").unlink()
    assert both(notelint) == first
    assert both(notelint, "--ignore", "broken-link") != first
    assert ways.again == 0


def test_another_schema_file_is_another_run(repository: Path, notelint: Notelint) -> None:
    write(
        repository,
        {
            "a.md": "---\ntitle: 1\n---\n",
            "s.json": '{"required": ["title"]}',
            "notelint.toml": '[[schemas]]\nfiles = "**"\nschema = "s.json"\n',
        },
    )
    assert both(notelint)["findings"] == []
    write(repository, {"s.json": '{"required": ["other"]}'})
    assert len(both(notelint)["findings"]) == 1


def test_a_file_that_comes_or_goes_is_seen(repository: Path, notelint: Notelint) -> None:
    write(repository, {"a.md": "![x](x.png)\n"})
    assert len(both(notelint)["findings"]) == 1
    write(repository, {"x.png": ""})
    assert both(notelint)["findings"] == []
    (repository / "x.png").unlink()
    assert len(both(notelint)["findings"]) == 1


_HEAVY = {
    "asyncio", "aiohttp", "rich", "jinja2", "markdown_it", "jsonschema_rs", "multiprocessing", "concurrent", "ada_url",
    "publicsuffixlist", "tomllib", "difflib", "inspect", "email", "json",
}  # fmt: skip
_RULES = {
    "notelint.rules",
    "notelint.judge",
    "notelint.note",
    "notelint.vault",
    "notelint.config.tree",
    "dataclasses",
    "pyromark",
    "yaml",
}
_NOT_STAGED = {
    "yaml",
    "pkgutil",
    "notelint.config.layer",
    "notelint.copies.groups",
    "notelint.git_lines",
    "notelint.report.excerpt",
    "notelint.touching",
    *(f"notelint.rules.{name.replace('-', '_')}" for name, runs in WHEN.items() if runs != "always" or name in FRONT_MATTER),
}


def _modules(folder: Path, *arguments: str) -> set[str]:
    script = "import sys; from notelint.cli.main import main; main(sys.argv[1:]); print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return {name for module in done.stdout.splitlines()[-1].split() for name in (module, module.partition(".")[0])}


def test_telling_again_loads_neither_rules_nor_parser(repository: Path) -> None:
    write(repository, {"a.md": "---\na: 1\n---\n\n# A\n\n[b](b.md#b)\n", "b.md": "# B\n\n[gone](gone.md)\n"})
    git(repository, "add", ".")
    assert "notelint.rules" in _modules(repository, "check")
    assert not (_HEAVY | _RULES) & _modules(repository, "check")
    assert not (_HEAVY | _RULES) & _modules(repository, "check", "b.md")


def test_a_staged_note_loads_nothing_heavy(repository: Path) -> None:
    write(repository, {"a.md": "---\na: 1\n---\n\n# A\n\n[b](b.md#b)\n", "b.md": "# B\n"})
    git(repository, "add", ".")
    _modules(repository, "check")
    write(repository, {"a.md": "---\na: 1\n---\n\n# A\n\nMore words. [b](b.md#c)\n"})
    git(repository, "add", ".")
    found = _modules(repository, "check", "--staged")
    assert "notelint.cache.partly" in found
    assert not (_HEAVY | _NOT_STAGED) & found
    assert len([name for name in found if name.startswith("notelint.")]) <= 130
