"""What a report says of a store: sections, states over time, lives and repairs."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notelint.sweep_report.gather import MOST, gather, section_of, thinned
from notelint.sweep_report.lives import episodes, lasting, year_groups
from notelint.sweep_report.queries import Lived
from notelint.sweep_report.report import CHANGED, STANDING, Moment, Report
from notelint.web.evidence import DAY
from notelint.web.places import Place
from notelint.web.store import Store
from notelint.web.store.open import open_store
from notelint.web.verdict import FragmentVerdict, Reason, State, Verdict
from tests.web.sweeping import NOW, VAULT, link, verdict

A, B, C, D = "https://a.org/1", "https://a.org/2", "https://docs.b.co.uk/3", "https://www.b.co.uk/4"
Answer = tuple[State, Reason]
ALIVE: Answer = ("alive", "ok")
GONE: Answer = ("dead", "gone")
MOVED: Answer = ("moved", "moved")
PARKED: Answer = ("suspect", "parked")
BLOCKED: Answer = ("blocked", "forbidden")


class Swept:
    """A store over which sweeps go day by day."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.at = NOW

    def sweep(self, *, is_ended: bool = True, stand: tuple[str, ...] = (), **answers: Answer | Verdict) -> None:
        """One sweep, a day after the last: what it found of A, B, C and D."""
        self.at += DAY
        urls = {"a": A, "b": B, "c": C, "d": D}
        self.store.renew(VAULT, [link(url) for url in stand or urls.values()], self.at)
        number = self.store.begin(VAULT, self.at)
        for name, answer in answers.items():
            found = answer if isinstance(answer, Verdict) else verdict(urls[name], *answer)
            self.store.record(number, found._replace(checked_at=self.at))
        if is_ended:
            self.store.finish(number, self.at + 60, self.store.mark())

    def report(self) -> Report:
        return gather(self.store.select, [VAULT], self.at + 100)

    def sections(self) -> dict[str, list[str]]:
        """The addresses in each section that has any."""
        return {one.kind.key: [link.entry.url for link in one.links] for one in self.report().sections if one.total}


@pytest.fixture
def swept(tmp_path: Path) -> Iterator[Swept]:
    store = open_store(tmp_path / "s.db")
    yield Swept(store)
    store.close()


def test_of_one_sweep_nothing_is_new(swept: Swept) -> None:
    swept.sweep(a=GONE, b=MOVED, c=BLOCKED, d=ALIVE)
    assert swept.sections() == {"broken": [A], "moved": [B], "blocked": [C]}
    report = swept.report()
    assert (report.before, report.swept_at) == (None, swept.at + 60)
    assert report.states == {"dead": 1, "moved": 1, "blocked": 1, "alive": 1}
    assert report.notes == 1


def test_what_changed_since_the_sweep_before_the_last_is_told_first(swept: Swept) -> None:
    swept.sweep(a=GONE, b=ALIVE, c=ALIVE, d=ALIVE)
    swept.sweep(a=ALIVE, b=GONE, c=MOVED, d=PARKED)
    assert swept.sections() == {"newly-broken": [B], "recovered": [A], "newly-moved": [C], "newly-suspect": [D]}
    swept.sweep()
    assert swept.sections() == {"broken": [B], "moved": [C], "suspect": [D]}
    swept.sweep(is_ended=False, b=ALIVE)
    assert swept.sections() == {"recovered": [B], "moved": [C], "suspect": [D]}, "what a sweep under way found is new, too"


def test_what_went_and_came_back_within_a_sweep_did_not_change(swept: Swept) -> None:
    swept.sweep(a=GONE, b=ALIVE)
    swept.sweep(is_ended=False, a=ALIVE)
    swept.sweep(a=GONE)
    assert swept.sections() == {"broken": [A]}


def test_only_what_stands_in_the_vault_is_told(swept: Swept) -> None:
    swept.sweep(a=GONE, b=GONE, c=GONE)
    swept.store.renew("other", [link("https://other.org/x")], swept.at)
    other = swept.store.begin("other", swept.at)
    swept.store.record(other, verdict("https://other.org/x", *GONE, at=swept.at))
    swept.store.finish(other, swept.at, swept.store.mark())
    swept.sweep(stand=(A, B))
    assert swept.sections() == {"broken": [A, B]}
    both = gather(swept.store.select, [VAULT, "other"], swept.at)
    places = {key: [link.entry.places for link in both.section(key).links] for key in ("newly-broken", "broken")}
    assert places == {"newly-broken": [(Place("other/a.md", 1),)], "broken": [(Place("notes/a.md", 1),)] * 2}
    assert gather(swept.store.select, ["nobody"], swept.at).states == {}


def test_a_missing_fragment_is_told_where_notes_use_it(swept: Swept) -> None:
    fragments = (FragmentVerdict("used", "missing", "no-such-id", "meant"), FragmentVerdict("idle", "missing", "no-such-id"))
    swept.store.renew(VAULT, [link(A, Place("a.md", 1, "used")), link(B)], NOW)
    number = swept.store.begin(VAULT, NOW)
    for url in (A, B):
        swept.store.record(number, verdict(url)._replace(fragments=fragments))
    assert swept.sections() == {"fragments": [A]}
    assert [one.name for one in swept.report().section("fragments").links[0].entry.fragments] == ["used"]


def test_hosts_and_domains_are_told_the_worst_first(swept: Swept) -> None:
    swept.sweep(a=GONE, b=ALIVE, c=GONE, d=GONE)
    report = swept.report()
    assert [(one.name, dict(one.states)) for one in report.domains] == [
        ("b.co.uk", {"dead": 2}),
        ("a.org", {"dead": 1, "alive": 1}),
    ]
    assert [one.name for one in report.hosts] == ["a.org", "docs.b.co.uk", "www.b.co.uk"]
    assert report.blocking == ()


def test_states_over_time_are_what_each_sweep_left(swept: Swept) -> None:
    swept.sweep(a=ALIVE, b=ALIVE, c=BLOCKED)
    swept.sweep(a=GONE)
    swept.sweep(a=ALIVE, b=GONE)
    assert [dict(one.states) for one in swept.report().timeline] == [
        {"alive": 2, "blocked": 1},
        {"alive": 1, "dead": 1, "blocked": 1},
        {"alive": 1, "dead": 1, "blocked": 1},
    ]


def test_answers_are_counted_by_their_time(swept: Swept) -> None:
    slow = verdict(B)._replace(seconds=7.0)
    swept.sweep(a=verdict(A)._replace(seconds=0.1), b=slow, c=verdict(C)._replace(seconds=99.0), d=GONE)
    answers = swept.report().answers
    assert answers.bounds == (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
    assert answers.counts == (1, 0, 0, 0, 0, 0, 1, 0, 1)
    assert answers.seconds == pytest.approx(106.1)
    assert answers.slowest[0] == ("docs.b.co.uk", 1, 99.0)


def test_repairs_are_told_by_what_ended_them(swept: Swept) -> None:
    swept.sweep(a=GONE, b=GONE, c=GONE, d=ALIVE)
    swept.store.renew("other", [link("https://other.org/x")], swept.at)
    swept.store.record(swept.store.begin("other", swept.at), verdict("https://other.org/x", *GONE, at=swept.at))
    swept.sweep(a=ALIVE)
    swept.sweep(stand=(A, C, D))
    repairs = swept.report().repairs
    assert (repairs.came_back, repairs.mended, repairs.open) == (1, 1, 1)
    assert [(step.at, round(step.left, 3)) for step in repairs.curve.steps] == [(1, 0.667), (2, 0.333)], (
        "the open one was watched as long"
    )


def test_a_section_shows_only_the_latest(swept: Swept) -> None:
    many = [f"https://h.org/{number}" for number in range(MOST + 5)]
    swept.store.renew(VAULT, [link(url, *(Place(f"{one:02}.md", 1) for one in range(15))) for url in many], NOW)
    db = sqlite3.connect(next(iter(swept.store.select("SELECT file FROM pragma_database_list")))[0])
    db.execute("UPDATE addresses SET state = 'dead', reason = 'gone', since = id")
    db.commit()
    db.close()
    section = swept.report().section("broken")
    assert (section.total, len(section.links)) == (MOST + 5, MOST)
    assert section.links[0].entry.evidence.since > section.links[1].entry.evidence.since
    assert (section.links[0].stands, len(section.links[0].entry.places)) == (15, 10)


# -- what is worked out from rows


@given(st.sampled_from(["alive", "moved", "dead", "blocked", "unsure", "suspect", "unsafe", "flapping"]), st.data())
def test_every_state_has_its_section(state: str, data: st.DataObject) -> None:
    before = data.draw(st.sampled_from([None, "alive", "moved", "dead", "suspect", "blocked"]))
    keys = {kind.key for kind in (*CHANGED, *STANDING)}
    assert section_of(state, before, is_changed=data.draw(st.booleans())) in keys


@given(st.lists(st.integers(0, 10_000), min_size=1, unique=True).map(sorted), st.integers(2, 50))
def test_moments_are_thinned_to_those_that_came_last(times: list[int], most: int) -> None:
    moments = [Moment(float(at), {}) for at in times]
    kept = thinned(moments, most)
    assert len(kept) <= max(most, 2) + 1
    assert kept[0] == moments[0]
    assert kept[-1] == moments[-1]
    assert [one.at for one in kept] == sorted({one.at for one in kept})
    assert {one.at for one in kept} <= set(times)


@given(st.dictionaries(st.integers(1990, 2040), st.integers(1, 1000), min_size=1))
def test_years_are_grouped_in_order_and_none_is_lost(counts: dict[int, int]) -> None:
    groups = year_groups(counts)
    assert 1 <= len(groups) <= 5
    assert sorted(year for first, last in groups for year in counts if first <= year <= last) == sorted(counts)
    assert all(first in counts and last in counts for first, last in groups)


def test_a_year_with_most_links_stands_alone() -> None:
    assert year_groups({2010: 1, 2012: 2, 2015: 90, 2016: 30}) == [(2010, 2015), (2016, 2016)]
    assert year_groups({2010: 10, 2011: 10, 2012: 10, 2013: 10, 2014: 10, 2015: 10, 2016: 10}) == [
        (2010, 2011),
        (2012, 2013),
        (2014, 2015),
        (2016, 2016),
    ]


YEAR = 365.25 * DAY
BORN = datetime(2010, 6, 1, tzinfo=UTC).timestamp()


def test_lives_are_told_apart_by_what_is_known() -> None:
    first = BORN + 5 * YEAR  # the first sweep
    seen = Lived(BORN, first, BORN + 6 * YEAR, "dead", BORN + 7 * YEAR)
    unseen = Lived(BORN, first, None, "dead", first)
    alive = Lived(BORN, first, BORN + 8 * YEAR, "alive", None)
    weather = Lived(BORN, first, BORN + 4 * YEAR, "unsure", BORN + 6 * YEAR)
    blocked = Lived(BORN, first, None, "blocked", None)
    undated = Lived(None, first, first + YEAR, "dead", first + 2 * YEAR)
    never = Lived(None, first, None, "dead", first)
    backwards = lasting([Lived(BORN, first, BORN + 6 * YEAR, "dead", BORN + 5 * YEAR)])
    assert [step.at for step in backwards.together.steps] == [6], "alive when it was last seen so"
    found = lasting([seen, unseen, alive, weather, blocked, undated, never])
    assert (found.together.lives, found.together.ends, found.unseen, found.left_out) == (4, 2, 1, 2)
    assert [(one.first, one.last, one.curve.lives) for one in found.cohorts] == [(2010, 2010, 4)]
    assert (found.undated.curve.lives, found.undated.curve.ends, found.undated.curve.until) == (1, 1, 2)
    assert found.together.left(7) < found.together.left(6.5)
    assert found.together.until == 8


def test_a_link_that_failed_before_it_was_written_did_not_live_backwards() -> None:
    found = lasting([Lived(BORN, BORN, None, "dead", BORN - YEAR), Lived(BORN, BORN, BORN - DAY, "alive", None)])
    assert found.together.until == 0
    assert found.together.left(0) == pytest.approx(0.5, abs=1e-3)


@pytest.mark.parametrize(
    ("changes", "gone", "expected"),
    [
        ([(1, "dead")], None, [(1, 9, "open")]),
        ([(1, "dead")], 4.0, [(1, 4, "mended")]),
        ([(5, "dead")], 4.0, []),  # it died when the notes had left it
        ([(1, "dead"), (3, "alive")], 4.0, [(1, 3, "back")]),
        ([(1, "dead"), (3, "unsure")], None, [(1, 3, "lost")]),
        ([(1, "dead"), (2, "flapping"), (4, "dead")], None, [(1, 2, "back"), (4, 9, "open")]),
        ([(3, "alive")], None, []),
    ],
)
def test_a_link_is_dead_from_its_proof_to_what_ends_it(
    changes: list[tuple[float, str]], gone: float | None, expected: list[tuple[float, float, str]]
) -> None:
    assert list(episodes(changes, gone, 9)) == expected


def test_counters_start_empty(swept: Swept) -> None:
    report = swept.report()
    assert report.states == Counter()
    assert report.timeline == ()
    assert report.repairs.curve.lives == 0
