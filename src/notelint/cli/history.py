"""`notelint history`: all that a store knows of one address."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from notelint.cli.main import CLEAN, WRONG, say
from notelint.errors import PathError
from notelint.report.as_json import as_json
from notelint.report.neutral import neutral_row
from notelint.sweep_report.json import described, moment
from notelint.sweep_report.view import missing, state_of, story
from notelint.web.address import bare, parse
from notelint.web.store import History
from notelint.web.store.open import open_store, shown


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("url", metavar="URL", help="an address that stands in the notes")
    parser.add_argument("--store", required=True, metavar="STORE", help="what sweeps saw: a file, or postgresql://HOST/NAME")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="form of the answer")
    parser.add_argument("--latest", type=int, default=20, metavar="N", help="so many visits and changes (default: 20)")


def run(arguments: Namespace) -> int:
    """Print what is known; exit 2 when the store has never heard of the address."""
    address = parse(arguments.url)
    if address is None or address.scheme not in ("http", "https"):
        raise PathError(f"{arguments.url} is no address on the web; give it with `https://`.")
    store = open_store(arguments.store, reading=True)
    try:
        history = store.history(bare(address), latest=max(arguments.latest, 0))
    finally:
        store.close()
    if history is None:
        return say(f"{bare(address)} is not in the store {shown(arguments.store)}: no sweep met it in the notes.", WRONG)
    if arguments.format == "json":
        sys.stdout.write(as_json(_document(history), indent=1))
    else:
        sys.stdout.writelines(f"{neutral_row(line)}\n" for line in _lines(history))
    return CLEAN


def _document(history: History) -> dict[str, Any]:
    return described(history.entry) | {
        "etag": history.known.etag,
        "last_modified": history.known.last_modified,
        "fingerprint": history.known.fingerprint,
        "changes": [change._asdict() | {"at": moment(change.at)} for change in history.changes],
        "probes": [probe._asdict() | {"checked_at": moment(probe.checked_at)} for probe in history.probes],
    }


def _lines(history: History) -> Iterator[str]:
    entry, evidence = history.entry, history.entry.evidence
    yield entry.url
    yield f"{state_of(entry)}: {story(entry)}"
    if entry.title:
        yield f"title: {entry.title}"
    if entry.location and entry.location != entry.url:
        yield f"leads to: {entry.location}"
    alive = (moment(evidence.first_alive), moment(evidence.last_alive))
    yield f"seen alive: from {alive[0]} to {alive[1]}" if alive[0] else "seen alive: never"
    yield f"asked again: {moment(evidence.due_at)}"
    for fragment in missing(entry):
        yield f"no #{fragment.name} since {moment(fragment.since)}"
    yield ""
    yield "Where it stands:"
    yield from (f"  {place.path}:{place.line}" for place in entry.places)
    yield ""
    yield "What changed, the latest first:"
    yield from (
        f"  {moment(change.at)} {change.before or 'new'} → {change.after}: {change.reason}" for change in history.changes
    )
    yield ""
    yield "Visits, the latest first:"
    for probe in history.probes:
        status = "" if probe.status is None else f" {probe.status}"
        counts = "" if probe.counts else ", not counted: nothing answered in that sweep"
        detail = f": {probe.detail}" if probe.detail else ""
        yield f"  {moment(probe.checked_at)} {probe.state} {probe.reason}{status} in {probe.seconds:.1f} s{counts}{detail}"
