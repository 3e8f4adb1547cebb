"""The rule stale-note."""

import re
from collections.abc import Iterable
from typing import ClassVar

from notelint.finding import Finding, Severity
from notelint.note import Node, Note
from notelint.pattern import late_pattern
from notelint.rule import NoteRule, option
from notelint.vault import top_level

# Python reads weeks, too, which no front matter means.
_ISO = late_pattern(r"\d{4}-\d\d-\d\d", re.ASCII)


class StaleNote(NoteRule):
    r"""A note was looked at within the last year, and a draft within the last three months.

    Looked at are the dates in its front matter, the newest of the `keys`. What cannot be read as a date is left to
    `front-matter-schema`. A draft has `draft: true` or `status: draft`. No run fails because of this rule, whatever the
    configuration says: a build that passed must not fail only because the clock moved.

    ```bad today = "2026-11-23"
    -- old.md --
    ---
    date: 2019-05-01
    reviewed: ⟦2025-11-22⟧
    ---
    -- draft.md --
    ---
    status: draft
    date: ⟦"2026-08-20T09:30:00Z"⟧
    ---
    ```

    ```good today = "2026-11-23"
    -- reviewed.md --
    ---
    date: 2019-05-01
    reviewed: 2025-11-23
    ---
    -- draft.md --
    ---
    draft: true
    date: 2026-08-25
    ---
    -- undated.md --
    ---
    draft: true
    ---
    -- unreadable.md --
    ---
    date: last spring
    updated: 2019-13-45
    ---
    -- ahead.md --
    ---
    date: 2031-01-01
    ---
    -- no_draft.md --
    ---
    draft: false
    status: published
    date: 2026-05-01
    ---
    ```

    Without a day there is nothing to compare with:

    ```good
    ---
    date: 1999-12-31
    ---
    ```

    ```bad today = "2026-11-23"; keys = ["checked"]; days = 30
    ---
    date: 2026-11-20
    checked: ⟦2026-10-01⟧
    ---
    ```
    """

    name: ClassVar[str] = "stale-note"
    severity: ClassVar[Severity] = "advice"
    default: ClassVar[bool] = False
    may_fail: ClassVar[bool] = False
    today: str = option("The day of the run, as an ISO date; the program sets it.", "")
    keys: tuple[str, ...] = option("The keys whose newest date counts.", ("reviewed", "updated", "date"))
    days: int = option("How many days after that a note is stale.", 365)
    draft_days: int = option("How many days after that a draft is.", 90)

    def check(self, note: Note) -> Iterable[Finding]:
        """One finding, at the newest date, when it is too long ago."""
        values = top_level(note)
        dated = [(day, key, values[key]) for key in self.keys if key in values and (day := _day(values[key]))]
        if not dated or not self.today:
            return
        day, key, node = max(dated, key=lambda one: one[0])
        is_draft = _is_draft(values.get("draft"), values.get("status"))
        limit = self.draft_days if is_draft else self.days
        age = _number(self.today) - _number(day)
        if age > limit:
            what, way_out = ("draft", "Finish it, or let it go") if is_draft else ("note", f"Look it through and renew `{key}`")
            yield self.finding(
                note, node.span, f"This {what} is of {day}, {age} days ago (limit: {limit}). {way_out}.", construct=key
            )


def _day(node: Node) -> str:
    """The day that a value begins with, as an ISO date; empty when it is none."""
    text = str(node.value)[:10] if node.tag in ("date", "str") else ""
    return text if _number(text) else ""


def _number(day: str) -> int:
    """A day as a number that grows by one each day; 0 for what is no ISO date."""
    from datetime import date  # for those who ask for this rule only

    try:
        return date.fromisoformat(day).toordinal() if _ISO.fullmatch(day) else 0
    except ValueError:
        return 0


def _is_draft(draft: Node | None, status: Node | None) -> bool:
    return (draft is not None and draft.value is True) or (status is not None and str(status.value).casefold() == "draft")
