"""Reports are read by programs of others: where no package carries a schema, these say whether the form is right.

From npm: `codeclimate-types` has the types of Code Climate's issues, of which GitLab's are some, and
`danger-plugin-lint-report` reads what Checkstyle writes. The tests install them into a folder of their own.
"""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from notelint.finding import Severity
from notelint.run import Run
from tests.reports import EVIL, SEVERITIES, finding, hostile_run, run, written

pytestmark = pytest.mark.slow

PACKAGES = ("codeclimate-types@0.3.1", "typescript@5.9.3", "danger-plugin-lint-report@1.8.1", "xml-js@1.6.11", "@types/node@16")
RUNS = [run("a\n🌱 [b](c)\n", *(finding(4, 10, severity=one) for one in SEVERITIES)), *map(hostile_run, EVIL)]
LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "advice": "info"}
READ = """
const { parseCheckstyle } = require("danger-plugin-lint-report/dist/parse/checkstyle_parser.js");
const report = require("xml-js").xml2js(require("fs").readFileSync(0, "utf-8"));
console.log(JSON.stringify(report.elements[0].elements ? parseCheckstyle(report, process.cwd()) : []));
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("needs npm and node")
    made = tmp_path_factory.mktemp("npm")
    (made / "package.json").write_text("{}")
    subprocess.run(
        [npm, "install", "--silent", "--ignore-scripts", "--no-audit", "--legacy-peer-deps", *PACKAGES], cwd=made, check=True
    )
    return made


def ask(folder: Path, *command: str, given: str = "") -> str:
    asked = subprocess.run(command, cwd=folder, input=given, capture_output=True, text=True, encoding="utf-8", check=False)
    assert asked.returncode == 0, asked.stdout + asked.stderr
    return asked.stdout


@pytest.mark.parametrize("number", range(len(RUNS)))
def test_a_reader_of_checkstyle_reports_reads_every_finding(number: int, folder: Path) -> None:
    given: Run = RUNS[number]
    read: list[dict[str, Any]] = json.loads(ask(folder, "node", "-e", READ, given=written("checkstyle", given)))
    assert [(one["line"], one["column"], one["severity"], one["message"] > "") for one in read] == [
        (*given.texts[one.path].position(one.span.start), LEVELS[one.severity], True) for one in given.findings
    ]


def test_code_quality_reports_are_lists_of_code_climates_issues(folder: Path) -> None:
    reports = ",\n".join(written("gitlab", one) for one in RUNS)
    types = 'import type { Issue } from "codeclimate-types";\n'
    (folder / "report.ts").write_text(f"{types}export const reports: Issue[][] = [\n{reports}];\n", encoding="utf-8")
    check = ("npx", "tsc", "--noEmit", "--strict", "--module", "node16", "--moduleResolution", "node16", "report.ts")
    ask(folder, *check)
    (folder / "report.ts").write_text(f"{types}export const reports: Issue[] = [{{}}];\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="check_name"):
        ask(folder, *check)
