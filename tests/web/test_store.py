"""The store: what it keeps, across versions, processes and accidents."""

import sqlite3
from pathlib import Path

import pytest

from notelint.web.evidence import DAY, HOUR, NO_EVIDENCE, Evidence, advance
from notelint.web.places import Place
from notelint.web.store import REST, SECONDS, Store, StoreError, Task
from notelint.web.store.file import SqliteDatabase
from notelint.web.store.open import open_store
from notelint.web.store.rows import EVIDENCE, KNOWN, evidence_in, evidence_out
from notelint.web.store.schema import VERSION, statements
from notelint.web.verdict import FragmentVerdict, Known
from tests.web.sweeping import NOW, VAULT, link, store_of, urls, verdict

A, B = "https://a.org/", "https://b.org/x"


def leased(store: Store, now: float = NOW) -> list[Task]:
    """What is taken of all that is due."""
    return [task for share in store.lease(VAULT, "me", now, SECONDS, 1000) for task in share.tasks]


def entry(store: Store, url: str = A):  # type: ignore[no-untyped-def]  # an Entry, which only tests of one line look into
    return next(one for one in store.entries(VAULT) if one.url == url)


def test_a_new_address_is_due_at_once_and_asked_with_what_is_known(place: str) -> None:
    store = open_store(place)
    store.renew(VAULT, [link(A, Place("a.md", 1, "two"), Place("a.md", 3, "one"), Place("b.md", 1))], NOW)
    assert leased(store) == [Task(A, ("one", "two"), Known())]
    page = verdict(A)._replace(
        etag='"1"', last_modified="Mon", title="First", fingerprint="f1", fragments=(FragmentVerdict("one", "found", "found"),)
    )
    store.record(store.begin(VAULT, NOW), page)
    after = store.standing(A)
    assert leased(store, after.due_at - 1) == []
    known = Known(A, '"1"', "Mon", ("one",), "First", "f1", "First", "f1")
    assert leased(store, after.due_at) == [Task(A, ("one", "two"), known)]


def test_the_first_sight_of_a_page_stays_and_a_304_changes_nothing(place: str) -> None:
    store = store_of(place)
    store.renew(VAULT, [link(A)], NOW)
    sweep = store.begin(VAULT, NOW)
    store.record(sweep, verdict(A)._replace(title="First", fingerprint="f1", etag="1"))
    store.record(sweep, verdict(A, at=NOW + DAY)._replace(title="Second", fingerprint="f2", etag="2"))
    store.record(sweep, verdict(A, "alive", "not-modified", NOW + 3 * DAY, 304))
    store.record(sweep, verdict(A, "suspect", "parked", NOW + 9 * DAY)._replace(title="For sale", etag="3"))
    known = leased(store, NOW + 99 * DAY)[0].known
    assert known == Known(A, "2", "", (), "First", "f1", "Second", "f2")


def test_evidence_comes_back_from_the_store_as_it_went_in(place: str) -> None:
    store = store_of(place)
    store.renew(VAULT, [link(A)], NOW)
    sweep, expected = store.begin(VAULT, NOW), NO_EVIDENCE
    for number, what in enumerate(("ok", "timeout", "ok", "not-found", "not-found", "ok", "forbidden")):
        state = {"ok": "alive", "timeout": "unsure", "not-found": "dead", "forbidden": "blocked"}[what]
        one = verdict(A, state, what, NOW + number * DAY)  # type: ignore[arg-type]
        expected = advance(expected, one)
        store.record(sweep, one)
        assert expected == store.standing(A) == entry(store).evidence
    assert evidence_in(evidence_out(expected)) == expected


def test_every_field_of_the_memory_has_a_column(file: Path) -> None:
    store_of(file).close()
    columns = {row[1] for row in sqlite3.connect(file).execute("PRAGMA table_info(addresses)")}
    assert set(EVIDENCE) == set(Evidence._fields)
    assert set(KNOWN) | {"fragments"} == set(Known._fields)
    assert set(EVIDENCE) | set(KNOWN) <= columns


def test_an_address_that_is_being_asked_rests_though_its_worker_died(place: str) -> None:
    first, second = store_of(place, 3), open_store(place)
    assert [first.asking(url, NOW) for url in urls(3)] == [True] * 3
    assert first.due(VAULT, NOW) == 0
    assert second.is_remote or not any(second.asking(url, NOW) for url in urls(3))
    assert (second.due(VAULT, NOW), leased(second)) == (0, [])
    assert second.due(VAULT, NOW + REST) == 3
    first.unasked(urls(1))
    assert first.due(VAULT, NOW) == 1
    assert [task.url for task in leased(second)] == urls(1)


def test_the_most_overdue_comes_first(place: str) -> None:
    store = open_store(place)
    for age, url in ((1, A), (9, B), (5, "https://c.org/")):
        store.renew(VAULT, [link(url)], NOW - age * DAY)
    store.renew(VAULT, [link(A), link(B), link("https://c.org/")], NOW)
    assert store.due(VAULT, NOW, {B}) == 1
    assert [task.url for task in leased(store)] == [B, "https://c.org/", A]


def test_what_no_longer_stands_in_the_notes_is_not_asked_but_remembered(place: str) -> None:
    store = store_of(place)
    store.renew(VAULT, [link(A), link(B)], NOW)
    store.renew("other", [link(A, Place("z.md", 9))], NOW)
    store.renew(VAULT, [link(B, Place("b.md", 7))], NOW)
    assert [task.url for task in leased(store)] == [B]
    assert [(one.url, one.places) for one in store.entries(VAULT)] == [(B, (Place("b.md", 7),))]
    assert [one.url for one in store.entries("other")] == [A]
    assert store.history(A)


def test_only_the_last_finished_sweep_counts_for_what_is_new(place: str) -> None:
    store = store_of(place)
    store.renew(VAULT, [link(A)], NOW)
    first = store.begin(VAULT, NOW)
    store.record(first, verdict(A))
    store.record(first, verdict(A))  # no change
    assert entry(store).before is None
    store.finish(first, NOW, store.mark())
    assert entry(store).before == "alive"
    killed = store.begin(VAULT, NOW)
    store.record(killed, verdict(A, "dead", "gone", NOW + DAY, 410))
    store.record(store.begin(VAULT, NOW), verdict(A, "suspect", "parked", NOW + 2 * DAY))
    assert (entry(store).before, entry(store).evidence.state) == ("alive", "suspect")
    assert [(one.before, one.after) for one in store.history(A).changes] == [  # type: ignore[union-attr]
        ("dead", "suspect"),
        ("alive", "dead"),
        (None, "alive"),
    ]


def test_a_held_verdict_counts_when_it_is_settled(place: str) -> None:
    store = store_of(place)
    store.renew(VAULT, [link(A)], NOW)
    sweep, gone = store.begin(VAULT, NOW), verdict(A, "dead", "no-such-host", status=None)
    store.hold(sweep, gone)
    assert store.standing(A) == NO_EVIDENCE._replace(due_at=NOW)
    assert store.history(A).probes[0].counts is False  # type: ignore[union-attr]
    store.settle(sweep, gone)
    assert store.standing(A).state == "dead"
    store.settle(sweep, gone)
    assert store.standing(A).streak == 1, "it counts once"
    assert store.history(A).probes[0].counts is True  # type: ignore[union-attr]


def test_a_missing_fragment_is_told_until_it_is_found(place: str) -> None:
    store = store_of(place)
    store.renew(VAULT, [link(A, Place("a.md", 1, "x"))], NOW)
    sweep = store.begin(VAULT, NOW)
    seen = []
    for number, (state, reason) in enumerate(
        [("found", "found"), ("missing", "no-such-id"), ("unsure", "not-read"), ("missing", "no-such-id"), ("found", "found")]
    ):
        fragment = FragmentVerdict("x", state, reason)  # type: ignore[arg-type]
        store.record(sweep, verdict(A, at=NOW + number)._replace(fragments=(fragment,)))
        seen.append([(one.state, one.since, one.last_found) for one in entry(store).fragments])
    missing = [("missing", NOW + 1, NOW)]
    assert seen == [[], missing, missing, missing, []]


def test_odd_text_from_the_web_does_no_harm(place: str) -> None:
    store = store_of(place)
    store.renew(VAULT, [link(A, Place("\udcff.md", 1))], NOW)
    odd = verdict(A)._replace(title="a\0b\udc80" + "x" * 9999, detail="\ud800", etag="\udcff", location="https://c.org/\udcfe")
    store.record(store.begin(VAULT, NOW), odd)
    assert entry(store).title.startswith("a\\x00b\\udc80x")
    assert len(entry(store).title) < 1100


# -- versions


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sweeps.db"


def old_store(file: Path) -> None:
    """A store of the first version, with an address that was dead."""
    db = sqlite3.connect(file)
    db.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
    db.execute("INSERT INTO meta VALUES ('version', '1')")
    for statement in statements(1, SqliteDatabase.words):
        db.execute(statement)
    dead = (A, "a.org", "dead", "not-found", NOW, NOW, NOW + HOUR, "down", 3, NOW - DAY, 3, "[1.5, 2.5]")
    db.execute(
        "INSERT INTO addresses"
        " (url, host, state, reason, since, checked_at, due_at, side, streak, failing_since, misses, turns)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        dead,
    )
    db.execute("INSERT INTO places VALUES (?, 1, 'a.md', 4, '')", (VAULT,))
    db.execute("INSERT INTO addresses (url, host, due_at) VALUES ('https://github.com/a', 'github.com', 9)")
    db.commit()
    db.close()


def test_a_store_of_an_older_version_is_brought_up_to_date(file: Path) -> None:
    old_store(file)
    store = open_store(file)
    evidence = entry(store).evidence
    assert (evidence.state, evidence.streak, evidence.failing_since, evidence.turns) == ("dead", 3, NOW - DAY, (1.5, 2.5))
    store.record(
        store.begin(VAULT, NOW), verdict(A, at=NOW + DAY)._replace(fragments=(FragmentVerdict("x", "found", "found"),))
    )
    assert entry(store).status == 200
    store.close()
    assert open_store(file, reading=True).standing(A).state == "alive"
    assert sqlite3.connect(file).execute("SELECT value FROM meta").fetchall() == [(str(VERSION),)]


def test_an_old_store_has_the_tables_of_a_new_one(file: Path) -> None:
    old_store(file)
    open_store(file).close()
    store_of(file.with_suffix(".new")).close()
    tables = [
        sorted(
            (table, row[1])
            for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for row in db.execute(f"PRAGMA table_info({table})")
        )
        for db in map(sqlite3.connect, (file, file.with_suffix(".new")))
    ]
    assert tables[0] == tables[1]


def test_an_old_store_is_not_changed_by_reading(file: Path) -> None:
    old_store(file)
    with pytest.raises(StoreError, match=r"is of version 1; `notelint sweep` brings it up to date\."):
        open_store(file, reading=True)


def test_a_newer_store_is_left_alone(file: Path) -> None:
    store_of(file).close()
    db = sqlite3.connect(file)
    db.execute("UPDATE meta SET value = '99'")
    db.commit()
    db.close()
    with pytest.raises(StoreError, match=rf"is of version 99, which only a newer notelint reads; this one knows {VERSION}\."):
        open_store(file)
