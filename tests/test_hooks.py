"""The pre-commit hooks, run by the real pre-commit in repositories of their own; pip fetches what their environment needs."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Ran, git, write
from tests.web.local_web import Answer, serving

ROOT = Path(__file__).parents[1]
NOTES = {
    "a.md": "# Tools\n\nSee [the engine](b.md#engine) and [another](c.md).\n",
    "b.md": "# Engine\n\n[back](a.md#tools)\n",
    "c.md": "# Other\n",
    "code.py": "print('no note')\n",
}


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that holds the project as it is now, committed."""
    copy = tmp_path_factory.mktemp("hooks")
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in filter(None, listed):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    git(copy, "init", "-q", "-b", "main")
    commit(copy)
    return copy


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps the environment of the hooks, made once."""
    return tmp_path_factory.mktemp("store")


@pytest.fixture
def notes(repository: Path, hooks: Path) -> Path:
    """A clean, committed repository of notes that uses the first hook."""
    use(repository, hooks, "notelint")
    write(repository, NOTES)
    commit(repository)
    return repository


def use(folder: Path, hooks: Path, hook: str, *arguments: str) -> None:
    """Have pre-commit run one hook, with further arguments."""
    revision = git(hooks, "rev-parse", "HEAD").strip()
    hook_config = f"      - id: {hook}\n        args: {json.dumps(arguments)}\n"  # JSON is YAML
    config = f"repos:\n  - repo: {hooks.as_uri()}\n    rev: {revision}\n    hooks:\n{hook_config}"
    write(folder, {".pre-commit-config.yaml": config})
    git(folder, "add", ".pre-commit-config.yaml")


def commit(folder: Path) -> None:
    git(folder, "add", "-A", "-f")
    git(folder, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-q", "-m", "Add notes")


def pre_commit(folder: Path, store: Path, *arguments: str) -> Ran:
    environment = {**os.environ, "PRE_COMMIT_HOME": str(store), "GIT_ALLOW_PROTOCOL": "file"}
    command = [sys.executable, "-m", "pre_commit", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_try_repo_runs_the_hooks_but_that_for_the_web(notes: Path, hooks: Path, store: Path) -> None:
    passed = pre_commit(notes, store, "try-repo", str(hooks), "--verbose")
    assert passed.code == 0, passed.out + passed.err
    assert "3 notes, 3 links looked at: nothing to report." in passed.out

    write(notes, {"c.md": "# Other\n\n[nowhere](#nope)\n"})
    git(notes, "add", "c.md")
    failed = pre_commit(notes, store, "try-repo", str(hooks))
    assert failed.code == 1
    assert failed.out.count("c.md:3:1: error:") == 3
    assert "hook id: notelint\n" in failed.out
    assert "hook id: notelint-all\n" in failed.out
    assert "hook id: notelint-fix\n" in failed.out
    assert "notelint (web)" not in failed.out


def test_a_clean_commit_passes(notes: Path, store: Path) -> None:
    write(notes, {"b.md": NOTES["b.md"] + "\nMore of it.\n"})
    git(notes, "add", "b.md")
    ran = pre_commit(notes, store, "run")
    assert ran.code == 0, ran.out + ran.err


def test_a_broken_link_that_is_staged_fails_and_is_shown(notes: Path, store: Path) -> None:
    write(notes, {"b.md": NOTES["b.md"] + "\n[gone](nowhere.md)\n"})
    git(notes, "add", "b.md")
    ran = pre_commit(notes, store, "run")
    assert ran.code == 1
    assert "b.md:5:1: error:" in ran.out
    assert "nowhere.md" in ran.out


def test_a_broken_link_that_is_not_staged_passes(notes: Path, store: Path) -> None:
    write(notes, {"b.md": NOTES["b.md"] + "\n[gone](nowhere.md)\n", "c.md": "# Other\n\nNew.\n"})
    git(notes, "add", "c.md")
    ran = pre_commit(notes, store, "run")
    assert ran.code == 0, ran.out + ran.err


def test_deleting_a_note_that_others_link_to_fails_at_their_links(notes: Path, store: Path) -> None:
    git(notes, "rm", "-q", "c.md")
    ran = pre_commit(notes, store, "run")
    assert ran.code == 1
    assert "a.md:3:35: error:" in ran.out
    assert "b.md:" not in ran.out


def test_renaming_a_note_fails_at_the_links_to_its_old_name(notes: Path, store: Path) -> None:
    git(notes, "mv", "b.md", "motor.md")
    ran = pre_commit(notes, store, "run")
    assert ran.code == 1
    assert "a.md:3:5: error:" in ran.out


def test_renaming_a_heading_fails_at_the_links_to_it(notes: Path, store: Path) -> None:
    write(notes, {"b.md": NOTES["b.md"].replace("# Engine", "# Motor")})
    git(notes, "add", "b.md")
    ran = pre_commit(notes, store, "run")
    assert ran.code == 1
    assert "a.md:3:5: error:" in ran.out
    assert "#engine" in ran.out or "`engine`" in ran.out


def test_nothing_staged_that_matters_passes(notes: Path, store: Path) -> None:
    write(notes, {"a.md": NOTES["a.md"] + "\n[broken](#nope)\n"})
    commit(notes)  # a broken note that this commit is not about
    write(notes, {"code.py": "print('still no note')\n"})
    git(notes, "add", "code.py")
    ran = pre_commit(notes, store, "run", "--verbose")
    assert ran.code == 0, ran.out + ran.err
    assert pre_commit(notes, store, "run").code == 0


def test_a_link_to_a_note_that_is_not_added_fails(notes: Path, store: Path) -> None:
    write(notes, {"b.md": NOTES["b.md"] + "\n[new](new.md)\n", "new.md": "# New\n"})
    git(notes, "add", "b.md")
    ran = pre_commit(notes, store, "run")
    assert ran.code == 1
    assert "b.md:5:1: error:" in ran.out


def test_all_files_are_looked_at_when_pre_commit_passes_them(notes: Path, store: Path) -> None:
    write(notes, {"a.md": NOTES["a.md"] + "\n[broken](#nope)\n"})
    commit(notes)
    ran = pre_commit(notes, store, "run", "--all-files")
    assert ran.code == 1
    assert "a.md:5:1: error:" in ran.out


def test_between_two_commits_what_was_deleted_counts(notes: Path, store: Path) -> None:
    first = git(notes, "rev-parse", "HEAD").strip()
    git(notes, "rm", "-q", "c.md")
    commit(notes)
    ran = pre_commit(notes, store, "run", "--from-ref", first, "--to-ref", "HEAD")
    assert ran.code == 1
    assert "a.md:3:35: error:" in ran.out


def test_what_is_certain_is_mended_and_fails_until_it_is_staged(notes: Path, hooks: Path, store: Path) -> None:
    use(notes, hooks, "notelint-fix")
    wrong, right = "\n[engine](b.md#Engine)\n", "\n[engine](b.md#engine)\n"
    write(notes, {"a.md": NOTES["a.md"] + wrong, "c.md": NOTES["c.md"] + wrong})
    git(notes, "add", "c.md")
    ran = pre_commit(notes, store, "run")
    assert ran.code == 1
    assert "1 fix made in 1 note." in ran.out
    assert "files were modified by this hook" in ran.out
    assert (notes / "c.md").read_text(encoding="utf-8") == NOTES["c.md"] + right
    assert (notes / "a.md").read_text(encoding="utf-8") == NOTES["a.md"] + wrong  # it was not staged

    git(notes, "add", "c.md")
    again = pre_commit(notes, store, "run", "--verbose")
    assert again.code == 0, again.out + again.err
    assert "There is nothing to fix." in again.out


def test_what_cannot_be_mended_fails(notes: Path, hooks: Path, store: Path) -> None:
    use(notes, hooks, "notelint-fix")
    write(notes, {"c.md": "# Other\n\n[nowhere](#nope)\n"})
    git(notes, "add", "c.md")
    ran = pre_commit(notes, store, "run")
    assert ran.code == 1
    assert "c.md:3:1: error:" in ran.out
    assert (notes / "c.md").read_text(encoding="utf-8") == "# Other\n\n[nowhere](#nope)\n"


def test_the_web_is_asked_only_when_the_hook_is_called_by_its_stage(notes: Path, hooks: Path, store: Path) -> None:
    host = "notes.demo-site.org"
    with serving({(host, "/here"): Answer()}) as web:
        use(notes, hooks, "notelint-web", f"--resolve={host}:{web.port}:127.0.0.1")
        write(notes, {"c.md": f"# Other\n\n[here](http://{host}:{web.port}/here)\n"})
        git(notes, "add", "c.md")
        assert pre_commit(notes, store, "run").code == 0
        assert not web.asked

        alive = pre_commit(notes, store, "run", "--hook-stage", "manual", "--verbose")
        assert alive.code == 0, alive.out + alive.err
        assert web.asked[host, "/here"]

        write(notes, {"c.md": f"# Other\n\n[gone](http://{host}:{web.port}/gone)\n"})
        git(notes, "add", "c.md")
        dead = pre_commit(notes, store, "run", "--hook-stage", "manual")
    assert dead.code == 1
    assert "c.md:3:1: error:" in dead.out
    assert "[dead-link]" in dead.out
