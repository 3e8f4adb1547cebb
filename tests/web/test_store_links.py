"""Since when notes link an address, and until when."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from notelint.web.evidence import DAY
from notelint.web.places import Place
from notelint.web.store import Store
from notelint.web.store.open import open_store
from tests.conftest import git, write
from tests.web.sweeping import NOW, VAULT, link
from tests.web.sweeping_command import A, B, C, Web

ONE, TWO = "https://a.org/", "https://b.org/x"


def links(store: Store, *columns: str) -> dict[str, Any]:
    """What is kept of each link."""
    query = f"SELECT url, {', '.join(columns)} FROM links JOIN addresses ON addresses.id = address"  # noqa: S608 - own words
    return {url: rest[0] if len(columns) == 1 else tuple(rest) for url, *rest in store.select(query)}


def test_a_link_that_leaves_the_notes_is_remembered_with_the_day(tmp_path: Path) -> None:
    store = open_store(tmp_path / "s.db")
    store.renew(VAULT, [link(ONE), link(TWO)], NOW)
    store.renew("other", [link(TWO)], NOW + 1)
    store.renew(VAULT, [link(ONE)], NOW + DAY)
    store.renew(VAULT, [link(ONE)], NOW + 2 * DAY)
    gone = list(
        store.select("SELECT url, vault, first_seen, gone_at FROM links JOIN addresses ON id = address ORDER BY vault, url")
    )
    assert gone == [(ONE, VAULT, NOW, None), (TWO, VAULT, NOW, NOW + DAY), (TWO, "other", NOW + 1, None)]
    store.renew(VAULT, [link(TWO)], NOW + 3 * DAY)
    assert links(store, "first_seen", "gone_at")[ONE] == (NOW, NOW + 3 * DAY)
    assert list(store.select("SELECT gone_at FROM links WHERE vault = ? AND gone_at IS NULL", VAULT)) == [(None,)]
    store.close()


def test_a_day_once_known_is_not_asked_for_again(tmp_path: Path) -> None:
    store = open_store(tmp_path / "s.db")
    store.renew(VAULT, [link(ONE, Place("a.md", 3), Place("b.md", 1, "x")), link(TWO)], NOW)
    assert list(store.undated(VAULT)) == [(TWO, Place("a.md", 1)), (ONE, Place("a.md", 3)), (ONE, Place("b.md", 1, "x"))]
    store.date(VAULT, {ONE: NOW - DAY})
    assert list(store.undated(VAULT)) == [(TWO, Place("a.md", 1))]
    assert list(store.undated("other")) == []
    assert links(store, "written_at") == {ONE: NOW - DAY, TWO: None}
    store.close()


def commit(folder: Path, day: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x", f"--date={day}T12:00:00Z")


def at(day: str) -> float:
    return datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC).timestamp()


def written(web: Web) -> dict[str, Any]:
    assert web.sweep().err == ""
    store = open_store(Path("s.db"), reading=True)
    try:
        return links(store, "written_at")
    finally:
        store.close()


def test_sweeps_learn_from_git_when_links_were_written(web: Web, repository: Path) -> None:
    web.at = at("2021-01-01")
    commit(repository, "2012-05-01")
    write(repository, {"new.md": f"# New\n\n<{B}#later>\n\n<https://a.org/new>\n"})
    commit(repository, "2019-06-01")
    write(repository, {"ahead.md": "<https://a.org/ahead>\n"})
    commit(repository, "2038-01-01")
    days = written(web)
    assert days == {url: at("2012-05-01") for url in (A, B, C)} | {
        "https://a.org/new": at("2019-06-01"),
        "https://a.org/ahead": at("2021-01-01"),  # by a clock that was wrong
    }
    write(repository, {"a.md": f"# A\n\nAnother text around {A} and {B}\n"})
    commit(repository, "2020-01-01")
    assert written(web) == days, "an edit of its line makes no link younger"


def test_a_clone_without_its_history_tells_nothing(web: Web, repository: Path) -> None:
    commit(repository, "2012-05-01")
    write(repository, {"new.md": "# New\n"})
    commit(repository, "2019-06-01")
    git(repository, "clone", "-q", "--depth", "1", repository.as_uri(), "../shallow")
    assert web.sweep("../shallow").code == 0
    store = open_store(Path("s.db"), reading=True)
    assert set(links(store, "written_at").values()) == {None}
    store.close()


def test_without_git_no_day_is_known(web: Web, repository: Path) -> None:
    shutil.rmtree(repository / ".git")
    assert set(written(web).values()) == {None}
