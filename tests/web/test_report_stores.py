"""A report says the same of both kinds of store."""

import io
from pathlib import Path
from typing import Any

from benchmarks.made_store import NOW, VAULT
from benchmarks.report import made

from notelint.sweep_report import listed
from notelint.sweep_report.gather import gather
from notelint.sweep_report.report import Report
from notelint.web.store.open import open_store
from tests.web.postgres import Server


def told(place: str) -> tuple[Report, str]:
    """The report on a store, and its links as JSON."""
    made(place, 1_500)
    store = open_store(place, reading=True)
    out = io.StringIO()
    try:
        report = gather(store.select, [VAULT], NOW)
        listed.write_json(report, store.select, out)
    finally:
        store.close()
    return report, out.getvalue()


def rounded(report: Report) -> dict[str, Any]:
    """Everything; sums and means depend on the order in which a database adds."""
    answers = report.answers
    slowest = [(host, visits, round(mean, 6)) for host, visits, mean in answers.slowest]
    return report._asdict() | {"answers": (answers.counts, round(answers.seconds, 3), slowest)}


def test_both_kinds_of_store_tell_the_same(tmp_path: Path, postgres: Server) -> None:
    in_file, in_database = told(str(tmp_path / "links.db")), told(postgres.new())
    assert rounded(in_file[0]) == rounded(in_database[0])
    assert [line for line in in_file[1].splitlines() if '"url"' in line] == [
        line for line in in_database[1].splitlines() if '"url"' in line
    ]
    assert in_file[0].section("broken").total > 100
