"""The house of docs/architecture.md stands: layers, sizes, and who may import what."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

CONFINED = {
    "pyromark": {"markdown/pulldown.py"},
    "markdown_it": {"markdown/markdown_it.py"},
    "mdit_py_plugins": {"markdown/markdown_it.py"},
    "yaml": {"markdown/front_matter_yaml.py"},
    "jsonschema_rs": {"schemas/"},
    "publicsuffixlist": {"web/domains.py"},
    "ada_url": {"web/address.py"},
    "turbohtml": {"web/page.py"},
    "aiohttp": {"web/transport"},
    "yarl": {"web/transport"},
    "brotli": {"web/transport/body.py"},
    "truststore": {"web/transport/tls.py"},
    "protego": {"web/robots.py"},
    "uvloop": {"web/asking.py"},
    "asyncio": {"web/", "cli/"},
    "pathspec": {"files.py"},
    "subprocess": {"git.py"},
    "argparse": {"cli/"},
    "shtab": {"cli/completion.py"},
    "watchfiles": {"cli/changes.py"},
    "sqlite3": {"web/store", "cache/"},
    "psycopg": {"web/store/postgres.py"},
}
"""Modules that one place wraps for all others; several files of a name's beginning count as one place."""


def imported(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def test_imports_go_one_way() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", CONFINED)
def test_a_foreign_module_is_imported_in_one_place(name: str) -> None:
    users = {file.relative_to(ROOT / "src/notelint").as_posix() for file in SOURCES if name in imported(file)}
    strangers = {user for user in users if not any(user.startswith(place.removesuffix(".py")) for place in CONFINED[name])}
    assert not strangers


def test_no_module_outgrows_300_lines() -> None:
    lines = {
        file.relative_to(ROOT).as_posix(): len(file.read_text(encoding="utf-8").splitlines()) for file in (*SOURCES, *TESTS)
    }
    assert {name: count for name, count in lines.items() if count > 300} == {}


def test_nothing_tells_of_the_machine_it_was_written_on() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    machine = re.compile(r"/(?:home|root|work|Users)/\w+(?:/|\b)|://pypi\.|/tmp/\w")
    told = {}
    for name in filter(None, listed):
        if not (ROOT / name).is_file() or name == "tests/test_house.py":
            continue
        if match := machine.search((ROOT / name).read_text(encoding="utf-8", errors="replace")):
            told[name] = match[0]
    assert told == {}


@pytest.mark.parametrize("command", [("--version",), ("-V",)])
def test_the_version_imports_next_to_nothing(command: tuple[str, ...]) -> None:
    script = "import sys; from notelint.cli.main import main; main(sys.argv[1:]); print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", script, *command], cwd=ROOT / "src", capture_output=True, text=True, check=True
    )
    version, modules = done.stdout.splitlines()
    assert re.fullmatch(r"notelint \d+\.\d+\.\d+", version)
    assert not {"argparse", "re", "typing", "notelint.lint", "notelint.note"} & set(modules.split())


def test_checking_imports_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# One\n\n[two](#one) <https://example.org/x>\n", encoding="utf-8")
    script = "import sys; from notelint.cli.main import main; main(sys.argv[1:]); print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script, "check", str(tmp_path)], capture_output=True, text=True, check=True)
    heavy = {
        "yaml",
        "jsonschema_rs",
        "markdown_it",
        "linkify_it",
        "publicsuffixlist",
        "asyncio",
        "tomllib",
        "pathspec",
    }
    heavy |= {"multiprocessing", "concurrent", "difflib", "ada_url", "email", "aiohttp", "shtab"}
    assert not heavy & set(done.stdout.splitlines()[-1].split())
