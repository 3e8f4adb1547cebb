"""How much there is of what, and what of it can be mended."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from notelint.finding import Edit, Finding, Fix
from notelint.report.summary import mendable
from notelint.text import Span
from tests.conftest import Notelint, write
from tests.reports import finding, run, written

SAFE, GUESS = (Fix(safety, "Write it so.", (Edit(Span(0, 1), "x"),)) for safety in ("safe", "unsafe"))
MIXED = "# Garden tools\n\n[a](htps://www.kew.org/1)\n[b](#garden-tols)\n[c](nowhere.md)\n"
"""A fix that is certain, one that is a guess, and none."""


def fixable(*fixes: Fix | None) -> tuple[Finding, ...]:
    return tuple(finding(0, 1, fix=fix) for fix in fixes)


@pytest.mark.parametrize(
    ("fixes", "expected"),
    [
        ((), ""),
        ((None, None), ""),
        ((SAFE, None), "`--fix` mends 1 of these.\n"),
        ((GUESS, GUESS), "`--unsafe-fixes` mends 2 of these by guessing.\n"),
        ((SAFE, GUESS, SAFE), "`--fix` mends 2 of these, `--unsafe-fixes` also 1 by guessing.\n"),
    ],
)
def test_what_can_be_mended_is_told_in_a_sentence(fixes: tuple[Fix | None, ...], expected: str) -> None:
    assert mendable([run("a", *fixable(*fixes))]) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(
    ("more", "told"), [((), True), (("--format", "grouped"), True), (("--format", "concise"), False), (("--fix",), False)]
)
def test_people_at_a_terminal_hear_of_it(vault: Path, more: tuple[str, ...], told: bool) -> None:
    write(vault, {"a.md": MIXED})
    reader, writer = os.openpty()
    subprocess.run([sys.executable, "-m", "notelint", "check", *more], stdout=writer, stderr=subprocess.DEVNULL, check=False)
    os.close(writer)
    said = os.read(reader, 100_000).decode()
    os.close(reader)
    assert ("`--fix` mends 1 of these, `--unsafe-fixes` also 1 by guessing." in said) == told


def test_elsewhere_a_report_ends_with_the_summary(vault: Path, notelint: Notelint) -> None:
    write(vault, {"a.md": MIXED})
    assert notelint("check").out.endswith("looked at: 3 errors.\n")


def test_rules_are_counted_the_most_severe_and_most_frequent_first() -> None:
    findings = (
        *(one._replace(rule="empty-link", severity="advice") for one in fixable(None, None, None)),
        *(one._replace(rule="malformed-link") for one in fixable(SAFE, GUESS, SAFE, None)),
        *(one._replace(rule="broken-link") for one in fixable(*(None,) * 12)),
        *(one._replace(rule="broken-fragment", severity="warning") for one in fixable(GUESS)),
        *(one._replace(rule="broken-fragment") for one in fixable(None)),
    )
    assert written("statistics", run("a", *findings)) == (
        "12  error    broken-link\n"
        " 4  error    malformed-link   (2 by --fix, 1 by --unsafe-fixes)\n"
        " 1  error    broken-fragment\n"
        " 1  warning  broken-fragment  (1 by --unsafe-fixes)\n"
        " 3  advice   empty-link\n"
        "1 note, 2 links looked at: 17 errors, 1 warning, 3 advice.\n"
    )


def test_the_option_is_the_form(vault: Path, notelint: Notelint) -> None:
    write(vault, {"a.md": MIXED})
    given = notelint("check", "--statistics")
    assert given == notelint("check", "--format", "statistics")
    assert given.code == 1
    assert given.out.startswith("1  error  ")
