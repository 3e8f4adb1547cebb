"""Draws the findings of one rule that are judged by hand in `docs/evidence/`: all of them, or fifty.

notelint check . --format json | python tools/draw_findings.py broken-fragment
"""

import json
import random
import sys
from typing import Any

MOST = 50
SEED = 2026


def draw(findings: list[dict[str, Any]], rule: str) -> list[dict[str, Any]]:
    """The errors and warnings of this rule, in the order of the notes; of more than fifty a sample that stays the same."""
    wanted = [finding for finding in findings if finding["rule"] == rule and finding["severity"] != "advice"]
    drawn = random.Random(SEED).sample(wanted, MOST) if len(wanted) > MOST else wanted  # noqa: S311 - a sample, no secret
    return sorted(drawn, key=lambda finding: (finding["path"], finding["line"], finding["column"]))


def main() -> None:
    """Write where each finding is, and its message."""
    for finding in draw(json.load(sys.stdin)["findings"], sys.argv[1]):
        sys.stdout.write(f"{finding['path']}:{finding['line']}:{finding['column']} {finding['message']}\n")


if __name__ == "__main__":
    main()
