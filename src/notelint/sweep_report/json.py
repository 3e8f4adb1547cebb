"""The report on a sweep for programs: one JSON document, version 1 of its form. Times are RFC 3339 in UTC."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TextIO

from notelint.report.as_json import as_json
from notelint.sweep_report.report import Tally
from notelint.sweep_report.view import View, identifier, state_of
from notelint.web.store import Entry

VERSION = 1


def write(seen: View, out: TextIO) -> None:
    """Write the document: figures, what changed, what stands (all but the plainly alive), by host and by note."""
    document = {
        "version": VERSION,
        "swept_at": moment(seen.at),
        "asked": seen.outcome.asked,
        "requests": seen.outcome.requests,
        "left": seen.outcome.left,
        "states": seen.states,
        "changed": {section.key: [described(entry) for entry in section.entries] for section in seen.changed},
        "standing": {section.key: [described(entry) for entry in section.entries] for section in seen.standing},
        "hosts": _tallies(seen.hosts),
        "notes": _tallies(seen.by_note),
    }
    out.write(as_json(document, indent=1))


def described(entry: Entry) -> dict[str, Any]:
    """An address as an object."""
    known = entry.evidence
    return {
        "id": identifier(entry.url),
        "url": entry.url,
        "state": state_of(entry),
        "before": entry.before,
        "reason": known.reason,
        "status": entry.status,
        "location": entry.target,
        "detail": entry.detail,
        "title": entry.title,
        "since": moment(known.since if known.state else None),
        "failing_since": moment(known.failing_since),
        "streak": known.streak,
        "first_alive": moment(known.first_alive),
        "last_alive": moment(known.last_alive),
        "checked_at": moment(known.checked_at if known.state else None),
        "due_at": moment(known.due_at),
        "fragments": [
            fragment._asdict() | {"since": moment(fragment.since), "last_found": moment(fragment.last_found)}
            for fragment in entry.fragments
        ],
        "places": [place._asdict() for place in entry.places],
    }


def moment(at: float | None) -> str | None:
    """A time to the second."""
    return None if at is None else datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _tallies(tallies: Sequence[Tally]) -> list[dict[str, Any]]:
    return [{"name": tally.name, "states": tally.states} for tally in tallies]
