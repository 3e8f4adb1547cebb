"""The action for GitHub, run step by step without GitHub, and the examples for other places."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from notelint import __version__
from tests.conftest import git, write
from tests.web.local_web import Answer, serving

ROOT = Path(__file__).parents[1]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
EXPRESSION = re.compile(r"\$\{\{ *(.*?) *\}\}")
FENCE = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
HOSTILE = "$(touch pwned) `touch pwned`\"; touch pwned; # '; touch pwned; ${x@P}"
LINES = f"{HOSTILE}\npwned=yes\n--pwned\n$(touch pwned)\n"
"""The same and more, on several lines: what a step says to later ones is a line, too."""

SWEPT = {"steps.sweep.outputs.report": "r", "steps.sweep.outputs.dead": "1"}

# In place of GitHub's command: it tells the issues that a file holds, and writes down how it was called.
GH = """#!/usr/bin/env bash
set -eu
echo "$*" >> "$GH_CALLED"
case "$1 $2" in
  "issue list") cat "$GH_ISSUES" ;;
  *) ;;
esac
"""


class Done(NamedTuple):
    """What a step gave."""

    code: int
    out: str
    err: str
    outputs: Mapping[str, str]
    summary: str


class Runner:
    """Runs steps of the action in a folder as GitHub does."""

    def __init__(self, folder: Path, temp: Path) -> None:
        self.folder = folder
        self.temp = temp
        self.issues = temp / "issues"
        self.called = temp / "called"
        (temp / "bin").mkdir(parents=True)
        self._program("notelint", f'#!/bin/sh\nexec "{sys.executable}" -m notelint "$@"\n')
        self._program("gh", GH)

    def run(self, name: str, values: Mapping[str, str] | None = None, /, **inputs: str) -> Done:
        step = STEPS[name]
        given = {key: one.get("default", "") for key, one in ACTION["inputs"].items()}
        known = {f"inputs.{key}": value for key, value in given.items()}
        known |= {f"inputs.{key.replace('_', '-')}": value for key, value in inputs.items()}
        known |= {
            "steps.install.outputs.notelint": str(self.temp / "bin/notelint"),
            "github.repository": "a/b",
            **(values or {}),
        }
        files = {key: self.temp / key for key in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_bytes(b"")
        environment = {
            **os.environ,
            **{key: EXPRESSION.sub(lambda found: known[found[1]], value) for key, value in step.get("env", {}).items()},
            **{key: str(file) for key, file in files.items()},
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_WORKSPACE": str(self.folder),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GH_ISSUES": str(self.issues),
            "GH_CALLED": str(self.called),
            "PATH": f"{self.temp / 'bin'}{os.pathsep}{os.environ['PATH']}",
        }
        script = self.temp / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]  # as GitHub calls `shell: bash`
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        rows = (line.partition("=") for line in files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines())
        outputs = {key: value for key, _, value in rows}
        return Done(
            done.returncode, done.stdout, done.stderr, outputs, files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
        )

    def _program(self, name: str, text: str) -> None:
        file = self.temp / "bin" / name
        file.write_text(text, encoding="utf-8")
        file.chmod(0o755)


@pytest.fixture
def runner(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Runner:
    write(repository, {"a.md": "# A\n\n[gone](nowhere.md)\n", "b/b.md": "# B\n\n[empty]()\n", "of two.md": "[x](#nope)\n"})
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "Add notes")
    return Runner(repository, tmp_path_factory.mktemp("runner"))


def check_schema(name: str, file: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{name}", file],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def examples(page: str) -> list[str]:
    return FENCE.findall((ROOT / page).read_text(encoding="utf-8"))


def test_the_action_is_one() -> None:
    check_schema("github-actions", ROOT / "action.yml")


def test_the_examples_are_workflows_and_jobs(tmp_path: Path) -> None:
    workflows = [text for text in examples("docs/ci.md") if "jobs:" in text]
    others = [text for text in examples("docs/ci.md") if "jobs:" not in text]
    assert len(workflows) >= 3
    assert len(others) == 1
    for text in workflows:
        (tmp_path / "workflow.yml").write_text(text, encoding="utf-8")
        check_schema("github-workflows", tmp_path / "workflow.yml")
    (tmp_path / "gitlab.yml").write_text(others[0], encoding="utf-8")
    check_schema("gitlab-ci", tmp_path / "gitlab.yml")


def test_the_examples_use_inputs_that_there_are() -> None:
    for page in ("docs/ci.md", "README.md"):
        for text in examples(page):
            data = yaml.safe_load(text)
            for job in data.get("jobs", {}).values() if isinstance(data, dict) else ():
                for step in job["steps"]:
                    if "notelint@" in step.get("uses", ""):
                        assert set(step.get("with", {})) <= set(ACTION["inputs"])


def test_every_input_is_told_in_the_documentation() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|", (ROOT / "docs/ci.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == list(ACTION["inputs"])


def test_no_expression_stands_in_a_script() -> None:
    assert [name for name, step in STEPS.items() if "${{" in step.get("run", "")] == []


def test_it_installs_what_it_came_with(runner: Runner) -> None:
    done = runner.run("Install notelint")
    assert done.code == 0, done.err
    version = subprocess.run([done.outputs["notelint"], "--version"], capture_output=True, text=True, check=True).stdout
    assert version == f"notelint {__version__}\n"


def test_findings_become_annotations_and_a_summary(runner: Runner) -> None:
    done = runner.run("Check")
    assert done.code == 1
    assert done.out.count("::error ") == 2
    assert "::error file=a.md,line=3," in done.out
    assert done.outputs == {"exit-code": "1"}
    assert "nowhere.md" in done.summary


def test_inputs_choose(runner: Runner) -> None:
    assert runner.run("Check", paths="b").code == 0
    assert runner.run("Check", paths="b", fail_on="advice").code == 1
    both = runner.run("Check", paths="b\nof two.md\n", summary="false")
    assert (both.code, both.summary) == (1, "")
    assert "::error file=of two.md" in both.out
    assert "a.md" not in both.out
    silent = runner.run("Check", arguments="--ignore=broken-link\n--ignore=broken-fragment\n")
    assert (silent.code, silent.outputs["exit-code"]) == (0, "0")
    assert runner.run("Check", config="none.toml").code == 2


def test_only_what_changed_is_shown(runner: Runner) -> None:
    assert runner.run("Check", since="HEAD").code == 0
    write(runner.folder, {"b/b.md": "# B\n\n[new](new.md)\n"})
    done = runner.run("Check", since="HEAD")
    assert done.code == 1
    assert done.out.count("::error ") == 1


def test_sarif_is_written_and_found_by_the_upload(runner: Runner) -> None:
    done = runner.run("Check", sarif="found.sarif")
    assert done.outputs["sarif"] == str(runner.folder / "found.sarif")
    assert json.loads(Path(done.outputs["sarif"]).read_text(encoding="utf-8"))["version"] == "2.1.0"
    absolute = str(runner.temp / "other.sarif")
    assert runner.run("Check", sarif=absolute).outputs["sarif"] == absolute
    assert STEPS["Upload to code scanning"]["with"]["sarif_file"] == "${{ steps.lint.outputs.sarif }}"


@pytest.mark.parametrize("name", sorted(set(ACTION["inputs"]) - {"python-version"}))
def test_a_hostile_input_is_only_text(name: str, runner: Runner) -> None:
    runner.issues.write_text(f"4\tOPEN\t{HOSTILE}\n", encoding="utf-8")
    hostile = {name.replace("-", "_"): LINES}
    said = [runner.run(step, **{"sweep_minutes": "0", **hostile}) for step in ("Check", "Sweep", "Write the page")]
    said.append(runner.run("Write the issue", SWEPT | {"github.token": "t"}, **hostile))
    assert {key for one in said for key in one.outputs} <= {"exit-code", "report", "dead", "page"}
    made = {file.name for place in (runner.folder, runner.temp) for file in place.rglob("*")}
    assert "pwned" not in made


@pytest.mark.parametrize("name", ["sweep_arguments", "page_arguments", "arguments"])
def test_hostile_arguments_reach_the_program_line_by_line(name: str, runner: Runner) -> None:
    called = runner.temp / "arguments"
    (runner.temp / "bin/notelint").write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{called}"\n', encoding="utf-8")
    step = {"sweep_arguments": "Sweep", "page_arguments": "Write the page", "arguments": "Check"}[name]
    runner.run(step, **{name: LINES})
    told = called.read_text(encoding="utf-8").splitlines()
    assert [line for line in told if "pwned" in line] == LINES.splitlines()


def test_a_sweep_remembers_and_reports(runner: Runner) -> None:
    host = "notes.demo-site.org"
    with serving({(host, "/here"): Answer(), (host, "/gone"): Answer(410)}) as web:
        links = "".join(f"[x](http://{host}:{web.port}/{path})\n" for path in ("here", "gone"))
        write(runner.folder, {"a.md": links})
        arguments = f"--resolve={host}:{web.port}:127.0.0.1\n"
        first = runner.run("Sweep", sweep_arguments=arguments)
        asked = web.asked.copy()
        second = runner.run("Sweep", sweep_arguments=arguments)
    assert first.code == second.code == 0, first.err + second.err
    assert first.outputs == {"report": str(runner.temp / "notelint-sweep.md"), "dead": "1"}
    assert "/gone" in first.summary
    assert web.asked == asked  # the second had nothing that was due
    assert second.outputs["dead"] == "1"
    kept = STEPS["Keep what the sweep saw"]["with"]["path"].replace("${{ runner.temp }}", str(runner.temp))
    assert [file.name for file in Path(kept).iterdir()] == ["links.db"]
    page = runner.run("Write the page", page_arguments="--prometheus=links.prom")
    assert page.code == 0, page.err
    assert "/gone" in (Path(page.outputs["page"]) / "index.html").read_text(encoding="utf-8")
    assert (runner.folder / "links.prom").exists()


def test_a_sweep_that_cannot_be_is_a_mistake(runner: Runner) -> None:
    done = runner.run("Sweep", sweep_minutes="many")
    assert (done.code, done.outputs) == (2, {})


@pytest.mark.parametrize(
    ("issues", "dead", "expected"),
    [
        ("", "1", ["create --title Links that rot --body-file r"]),
        ("", "0", []),
        ("7\tOPEN\tLinks that rot\n", "1", ["edit 7 --body-file r"]),
        ("7\tCLOSED\tLinks that rot\n", "1", ["edit 7 --body-file r", "reopen 7"]),
        ("7\tOPEN\tLinks that rot\n", "0", ["edit 7 --body-file r", "close 7"]),
        ("7\tCLOSED\tLinks that rot\n", "0", ["edit 7 --body-file r"]),
        ("9\tOPEN\tLinks that rot here\n", "1", ["create --title Links that rot --body-file r"]),
        ("12\tOPEN\tLinks that rot\n7\tOPEN\tLinks that rot\n8\tOPEN\tLinks that rot\n", "1", ["edit 7 --body-file r"]),
    ],
)
def test_there_is_one_issue(runner: Runner, issues: str, dead: str, expected: list[str]) -> None:
    runner.issues.write_text(issues, encoding="utf-8")
    done = runner.run("Write the issue", SWEPT | {"steps.sweep.outputs.dead": dead})
    assert done.code == 0, done.err
    _, *called = runner.called.read_text(encoding="utf-8").splitlines()
    assert called == [f"issue {one}" for one in expected]


def test_an_issue_is_not_written_twice_when_the_list_fails(runner: Runner) -> None:
    done = runner.run("Write the issue", SWEPT)
    assert done.code != 0
    assert "create" not in runner.called.read_text(encoding="utf-8")
