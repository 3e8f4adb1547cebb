"""Writes the tables of `docs/web.md` from the cases that the tests run: `python -m tools.write_web_page` after a change."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tests.web.cases import Case
from tests.web.conformance import CASES
from tests.web.held_cases import HELD_CASES, Held
from tests.web.held_threats import HELD_THREATS

PAGE = Path(__file__).parents[1] / "docs/web.md"
MARK = "<!-- What follows is written by tools/write_web_page.py. -->\n"
PEERS = ("lychee", "LinkChecker", "markdown-link-check", "linkinator")
SECTIONS = {
    "4a": "Statuses and failures",
    "4b": "Redirects",
    "4c": "Addresses that are badly written",
    "4d": "Fragments",
    "soft": "Pages that are not what was linked",
    "parked": "Domains for sale",
    "5": "What strangers may try",
}

# What Markdown or a reader of links would take for something else is shown as code.
_ODD = re.compile(r"(?<![`\S])(?=\S*(?://|\\|:alert|<|@|::|^\d+\.\d))[^\s`]+(?![`\S])")


def page(before: str) -> str:
    """The page, its tables anew, given what it is now."""
    head = before.partition(MARK)[0]
    return f"{head}{MARK}" + "".join(_section(name, title) for name, title in SECTIONS.items())


def _section(name: str, title: str) -> str:
    rows = [_row(case.case, _verdict(case), case.peers) for case in CASES if case.section == name]
    rows += [_row(held.case, held.notelint, held.peers) for held in _held() if held.section == name]
    return f"\n### {title}\n\n| case | notelint | {' | '.join(PEERS)} |\n|{'---|' * (len(PEERS) + 2)}\n{''.join(rows)}"


def _held() -> Iterable[Held]:
    return (*HELD_CASES, *HELD_THREATS)


def _row(case: str, verdict: str, peers: Mapping[str, str]) -> str:
    cells = [_shown(case), verdict, *(peers.get(name, "") for name in PEERS)]
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |\n"


def _shown(text: str) -> str:
    return _ODD.sub(lambda match: f"`{match[0]}`", text)


def _verdict(case: Case) -> str:
    """What notelint makes of a case: the fragment where it is about one, else the address."""
    if case.section == "4d":
        return ", ".join(f"`{name or '#'}`: {state}" for name, state in case.fragments.items()).replace("unsure", "`unsure`")
    return ", ".join(_parts(case))


def _parts(case: Case) -> Iterator[str]:
    yield f"`{case.state}`" if case.reason in ("ok", case.state) else f"`{case.state}` ({case.reason})"
    if case.requests is not None and case.requests != 1:
        yield f"{case.requests or 'no'} requests"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
