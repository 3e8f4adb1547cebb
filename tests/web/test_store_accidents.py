"""What can go wrong with a store: each is one sentence, and nothing that was written is lost."""

import sqlite3
import threading
from pathlib import Path

import pytest

from notelint.web.store import StoreError
from notelint.web.store.open import open_store
from tests.web.sweeping import NOW, VAULT, store_of, urls, verdict


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sweeps.db"


@pytest.mark.parametrize("content", [b"# Notes\n" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_what_is_no_store_is_named_so(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(StoreError, match=r"is no store or is damaged"):
        open_store(file)
    assert file.read_bytes() == content


def test_the_database_of_another_program_is_left_alone(file: Path) -> None:
    db = sqlite3.connect(file)
    db.execute("CREATE TABLE moz_places (id INTEGER)")
    db.close()
    with pytest.raises(StoreError, match="a database of something else"):
        open_store(file)


def test_a_store_damaged_in_the_middle_is_told_when_it_shows(file: Path) -> None:
    store_of(file, 500).close()
    content = bytearray(file.read_bytes())
    content[8192:-8192] = b"\xa5" * (len(content) - 16384)
    file.write_bytes(content)
    with pytest.raises(StoreError, match=r"damaged|cannot be used"):  # noqa: PT012 - whichever of them meets it first
        store = open_store(file)
        store.lease(VAULT, "me", NOW, 60, 1000)
        list(store.entries(VAULT))


def test_a_store_that_may_not_be_written_says_so(file: Path) -> None:
    store_of(file, 3).close()
    content = bytearray(file.read_bytes())
    content[18] = 3  # the "write version" of https://sqlite.org/fileformat.html: whoever does not know it may only read
    file.write_bytes(content)
    with pytest.raises(StoreError, match=r"cannot be written to .*make the file and its folder writable\."):
        store_of(file, 4)


def test_places_where_no_store_can_be(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match="does its folder exist"):
        open_store(tmp_path / "none" / "s.db")
    with pytest.raises(StoreError, match="There is no store"):
        open_store(tmp_path / "s.db", reading=True)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_loses_nothing_that_was_written(file: Path) -> None:
    store = store_of(file, 200)
    sweep = store.begin(VAULT, NOW)
    pages = store.db.execute("PRAGMA page_count").fetchone()[0]  # type: ignore[attr-defined]
    store.db.execute(f"PRAGMA max_page_count = {pages + 3}")  # type: ignore[attr-defined]
    kept = 0
    with pytest.raises(StoreError, match=r"The disk with the store .* is full; what was written stays"):  # noqa: PT012 - until it is full
        for url in urls(200):
            store.record(sweep, verdict(url)._replace(detail="x" * 300))
            kept += 1
    assert kept
    store.close()
    again = open_store(file)
    assert sum(one.evidence.state == "alive" for one in again.entries(VAULT)) == kept


def test_two_that_write_at_once_wait_for_each_other(file: Path) -> None:
    first, second = store_of(file, 40), open_store(file)
    sweeps = first.begin(VAULT, NOW), second.begin(VAULT, NOW)
    for place, url in enumerate(urls(40)):
        (first, second)[place % 2].record(sweeps[place % 2], verdict(url))
    assert {one.evidence.state for one in first.entries(VAULT)} == {"alive"}
    assert len({*sweeps}) == 2


def test_a_store_that_another_process_is_just_making_is_waited_for(file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(0.2, lambda: other.execute("COMMIT")).start()
    open_store(file).close()
    assert not other.in_transaction
    other.close()
