"""A store in PostgreSQL: the same tables, what can go wrong, and a server that goes away for a while."""

import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import psycopg
import pytest

from notelint.web.asking import Means
from notelint.web.policy import Policy
from notelint.web.recorded import RecordedSweep
from notelint.web.store import LostError, Store, StoreError
from notelint.web.store import patient as store_patient
from notelint.web.store.file import SqliteDatabase
from notelint.web.store.open import open_store, shown
from notelint.web.store.patient import PatientStore
from notelint.web.store.postgres import PostgresDatabase
from notelint.web.store.schema import VERSION, statements
from notelint.web.store.sql import SqlStore
from tests.conftest import Notelint
from tests.web.postgres import Server
from tests.web.sweeping import NOW, VAULT, Scripted, link, store_of, urls, verdict


@pytest.fixture
def url(postgres: Server) -> str:
    return postgres.new()


def test_both_kinds_have_the_same_tables_and_columns(url: str, tmp_path: Path) -> None:
    store_of(url).close()
    store_of(tmp_path / "s.db").close()
    small = SqliteDatabase(tmp_path / "s.db", reading=True)
    large = PostgresDatabase(url, reading=True)
    tables = [
        name for (name,) in small.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    ]
    sql = (
        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
        " WHERE table_schema = current_schema()"
    )
    there = {(table, column): (kind, empty == "YES") for table, column, kind, empty in large.execute(sql)}
    kinds = {"INTEGER": {"integer", "bigint"}, "BIGINT": {"bigint"}, "TEXT": {"text"}, "DOUBLE PRECISION": {"double precision"}}
    here = {
        (table, column): (kind, not (has_value or is_key))
        for table in tables
        for _, column, kind, has_value, _, is_key in small.execute(f"PRAGMA table_info({table})")
    }
    assert here.keys() == there.keys()
    for name, (kind, may_be_empty) in here.items():
        assert there[name][0] in kinds[kind], name
        assert there[name][1] == may_be_empty, name
    indexes = "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND indexdef NOT LIKE '%UNIQUE%'"
    known = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    assert sorted(large.execute(indexes).fetchall()) == sorted(small.execute(known).fetchall())
    small.close()
    large.close()


def test_a_store_of_an_older_version_is_brought_up_to_date(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        db.execute("INSERT INTO meta VALUES ('version', '1')")
        for statement in statements(1, PostgresDatabase.words):
            db.execute(statement.encode())
        db.execute("INSERT INTO addresses (url, host, due_at) VALUES ('https://a.org/', 'a.org', 5)")
        db.execute("INSERT INTO places VALUES ('notes', 1, 'a.md', 4, '')")
    with pytest.raises(StoreError, match=r"is of version 1; `notelint sweep` brings it up to date\."):
        open_store(url, reading=True)
    store = open_store(url)
    assert [task.url for share in store.lease(VAULT, "me", NOW, 60, 9) for task in share.tasks] == ["https://a.org/"]
    store.close()
    with psycopg.connect(url, autocommit=True) as db:
        assert db.execute("SELECT value FROM meta").fetchall() == [(str(VERSION),)]
        db.execute("UPDATE meta SET value = '99'")
    with pytest.raises(StoreError, match="only a newer notelint reads"):
        open_store(url)


def test_text_is_in_the_same_order_on_both_kinds(url: str, tmp_path: Path) -> None:
    given = [link(f"https://a.org/{name}") for name in ("B", "a", "_", "-", "Z", "é", "10", "9", "a/b", "a-b")]
    told = []
    for place in (url, tmp_path / "s.db"):
        store = open_store(place)
        store.renew(VAULT, given, NOW)
        told.append([one.url for one in store.entries(VAULT)])
        store.close()
    assert told[0] == told[1] == sorted(one.url for one in given)


# -- what can go wrong


def test_there_must_be_a_store_to_be_read(url: str, postgres: Server) -> None:
    with pytest.raises(StoreError, match=r"There is no store postgresql:///postgres; `notelint sweep --store` makes one\."):
        open_store(url, reading=True)
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("CREATE TABLE accounts (id INTEGER)")
    with pytest.raises(StoreError, match="a database of something else"):
        open_store(url)


@pytest.mark.parametrize(
    "wrong",
    [
        "postgresql://ada:s3cret@127.0.0.1:1/links",
        "postgresql://ada@127.0.0.1:1/links?password=s3cret",
        "postgresql://ada:s3cret@@127.0.0.1:1/links",
        "postgresql://ada:x/s3cret@127.0.0.1:1/links",
        "postgresql://ada:x?s3cret@127.0.0.1:1/links",
        "postgresql://ada:x#s3cret@127.0.0.1:1/links",
        "postgresql://127.0.0.1:1/links?pasword=s3cret",
        "postgresql://127.0.0.1:s3cret/links",
    ],
)
def test_no_message_tells_a_password(wrong: str, notelint: Notelint, repository: Path) -> None:
    (repository / "a.md").write_text("<https://a.org/>\n")
    for command in (["sweep"], ["history", "https://a.org/"]):
        ran = notelint(*command, "--store", wrong)
        assert ran.code == 2
        assert ran.err.startswith("notelint: ")
        assert "s3cret" not in ran.out + ran.err
        assert "Traceback" not in ran.err


def test_without_the_extra_the_way_to_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"needs psycopg: `pip install 'notelint\[postgres\]'`\."):
        open_store("postgresql:///links")


def test_how_a_store_is_named() -> None:
    assert shown("postgresql://ada:pw@db.example:5432/links?sslmode=require") == "postgresql://db.example:5432/links"
    assert shown("postgres:///links") == "postgres:///links"
    assert shown("a/b.db") == "a/b.db"


def test_an_address_that_is_not_known_is_told_without_the_password(url: str, notelint: Notelint) -> None:
    store_of(url).close()
    ran = notelint("history", "https://nowhere.org/", "--store", url)
    assert ran.code == 2
    assert "is not in the store postgresql:///postgres: no sweep" in ran.err


def test_who_may_only_read_can_see_all(url: str, postgres: Server, notelint: Notelint) -> None:
    store_of(url, 3).close()
    schema = url.rpartition("%3D")[2]
    for sql in (f"CREATE ROLE {schema} LOGIN", f"GRANT USAGE ON SCHEMA {schema} TO {schema}"):
        assert postgres.says(sql)
    assert postgres.says(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {schema}")
    reader = url.replace("notelint:secret", schema)
    assert notelint("history", urls(1)[0], "--store", reader).code == 0
    store = open_store(reader)
    with pytest.raises(StoreError, match="permission denied for table"):
        store.begin(VAULT, NOW)
    store.close()


def test_what_a_statement_complains_of_is_one_sentence(url: str) -> None:
    store_of(url).close()
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("DROP TABLE probes")
    store = open_store(url)
    store.record(1, verdict(urls(1)[0]))
    with pytest.raises(
        StoreError, match=r'^The store postgresql:///postgres cannot be used: relation "probes" does not exist'
    ) as told:
        store.due(VAULT, NOW)
    assert "\n" not in str(told.value)
    with pytest.raises(StoreError):
        store.close()


# -- a server that goes away


@pytest.fixture
def stopped(postgres: Server) -> Iterator[Server]:
    """A server that runs again behind the test."""
    yield postgres
    if not postgres.says("SELECT 1"):
        postgres.start()


def counts(store: Store) -> list[tuple[int, ...]]:
    return [tuple(row) for row in store.select("SELECT COUNT(*), COUNT(DISTINCT address) FROM probes WHERE counts = 1")]


@pytest.mark.parametrize("how", [pytest.param(signal.SIGINT, marks=pytest.mark.slow), signal.SIGQUIT])
def test_a_store_that_goes_away_loses_nothing_and_has_nothing_asked_twice(stopped: Server, how: signal.Signals) -> None:
    place, count = stopped.new(), 600
    store = store_of(place, count)
    ask = Scripted(lambda task: verdict(task.url), lambda: time.sleep(0.001))

    def away() -> None:
        stopped.stop(how)
        Timer(0.5, stopped.start).start()

    Timer(0.2, away).start()
    outcome = RecordedSweep(store, VAULT, lambda: NOW).run(ask, Policy(), Means())
    assert (outcome.asked, outcome.left) == (count, 0)
    assert sorted(task.url for task in ask.seen) == sorted(urls(count)), "none is asked twice"
    assert counts(store) == [(count, count)]
    store.close()


def test_what_waits_is_written_when_the_store_is_back(stopped: Server) -> None:
    store = store_of(stopped.new(), 50)
    sweep = store.begin(VAULT, NOW)
    stopped.stop()
    began = time.monotonic()
    for one in urls(50):
        store.asking(one, NOW)
        store.record(sweep, verdict(one))
    assert time.monotonic() - began < 0.5, "who asks waits for no store"
    Timer(0.5, stopped.start).start()
    assert store.due(VAULT, NOW) == 0
    store.close()


def test_a_store_that_stays_away_is_told_at_last(stopped: Server) -> None:
    place = stopped.new()
    store_of(place).close()
    store = PatientStore(lambda: SqlStore(PostgresDatabase(place, reading=False)), patience=0.4)
    stopped.stop()
    store.record(1, verdict(urls(1)[0]))
    said = r"^The store postgresql:///postgres cannot be (reached|used): .*\. 1 verdicts could not be written"
    with pytest.raises(LostError, match=said):
        store.flush()
    with pytest.raises(LostError):
        store.record(1, verdict(urls(1)[0]))
    with pytest.raises(LostError):
        store.close()


def test_a_transaction_that_may_have_taken_place_is_repeated_without_harm(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    together, done = store_patient._together, list[int]()

    def cut(store: SqlStore, jobs: "list[store_patient.Job]") -> None:
        together(store, jobs)
        done.append(len(jobs))
        if len(done) % 2:
            raise LostError("The connection was lost after the transaction had been written.")

    monkeypatch.setattr(store_patient, "_together", cut)
    store = store_of(url, 20)
    sweep = store.begin(VAULT, NOW)
    for one in urls(20):
        store.hold(sweep, verdict(one, "unsure", "timeout")) if one.endswith("7") else store.record(sweep, verdict(one))
    for one in urls(20):
        if one.endswith("7"):
            store.settle(sweep, verdict(one, "unsure", "timeout"))
    assert counts(store) == [(20, 20)]
    assert len(done) > 1
    assert {store.standing(one).streak for one in urls(20)} == {0, 1}
    store.close()
