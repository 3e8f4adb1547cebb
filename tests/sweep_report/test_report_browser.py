"""The report on sweeps in a real Chromium, used as people do, and as large as it gets.

Set NOTELINT_SCREENSHOTS to a folder to write the pictures that the documentation shows.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships no types
from benchmarks.made_store import NOW, VAULT
from benchmarks.report import made
from playwright.sync_api import Browser, Page, expect

from notelint.sweep_report import page as html
from notelint.sweep_report.gather import MOST, gather
from notelint.sweep_report.report import Link, Report
from notelint.sweep_report.view import identifier
from notelint.web.memento import WAYBACK
from notelint.web.store.open import open_store
from tests.browser import Opened
from tests.conftest import Notelint
from tests.reports import EVIL
from tests.sweep_report.conftest import Vault, at


@pytest.fixture
def file(swept: Vault, notelint: Notelint, tmp_path: Path) -> Path:
    assert notelint("report", "--store", "s.db", "-o", "out").code == 0
    return tmp_path / "out/index.html"


@pytest.fixture
def opened(chromium: Browser, file: Path) -> Iterator[Opened]:
    one = Opened(chromium, file)
    yield one
    assert {asked.partition("#")[0] for asked in one.asked} == {file.as_uri()}, "the page asked for something else than itself"
    assert one.said == []
    one.page.close()


def shown(page: Page) -> list[str]:
    """The addresses of the entries that can be seen, in order."""
    visible = page.locator(".entry:not([hidden])").filter(visible=True)
    return [address.removeprefix("https://") for address in visible.locator(".address a:first-child").all_text_contents()]


def link(url: str) -> str:
    return f"#link-{identifier(url)}"


def test_all_is_shown_at_first_with_what_changed_on_top(opened: Opened) -> None:
    page = opened.page
    expect(page.get_by_role("status")).to_have_text("All 18 links shown.")
    assert shown(page)[:2] == ["late.org/x", "back.org/x"]
    expect(page.get_by_role("heading", name="Newly broken 1")).to_be_visible()
    expect(page.locator(link(at("gone.org", "0")))).to_contain_text("gone (410), failing since 2023-11-14, 3 times in a row")
    assert "wall.org/0" not in shown(page), "the addresses of a host that blocks are folded"
    page.get_by_text("wall.org 3 blocked").click()
    assert "wall.org/0" in shown(page)


def test_words_and_states_filter_and_are_taken_back(opened: Opened) -> None:
    page = opened.page
    page.get_by_role("searchbox", name="Words").fill("A.MD:3  gone")
    expect(page.get_by_role("status")).to_have_text("1 link of 18 shown.")
    assert shown(page) == ["gone.org/0"]
    expect(page.get_by_role("heading", name="Newly broken")).to_be_hidden()
    page.get_by_role("button", name="Show all").click()
    expect(page.get_by_role("status")).to_have_text("All 18 links shown.")
    page.get_by_role("combobox", name="State").select_option("blocked")
    expect(page.get_by_role("status")).to_have_text("3 links of 18 shown.")
    assert sorted(shown(page)) == ["wall.org/0", "wall.org/1", "wall.org/2"], "unfolded, for they are what was looked for"


def test_entries_are_sorted_within_their_sections(opened: Opened) -> None:
    page = opened.page
    page.get_by_role("combobox", name="Order").select_option("stands")
    gone = page.locator("section", has=page.locator("#broken")).locator(".entry").first
    expect(gone).to_contain_text("In a.md:3, in/b.md:43")
    page.get_by_role("combobox", name="Order").select_option("host")
    expect(page.locator(".entry").first).to_contain_text("late.org")
    page.get_by_role("button", name="Show all").click()
    assert shown(page)[0] == "late.org/x"


def test_the_keyboard_does_it_all(opened: Opened) -> None:
    page = opened.page
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to what changed")
    page.get_by_role("link", name="Newly broken").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#newly-broken")
    page.get_by_role("searchbox", name="Words").focus()
    page.keyboard.type("slow.org")
    expect(page.get_by_role("status")).to_have_text("3 links of 18 shown.")
    page.keyboard.press("Enter")  # which would send the form away
    page.keyboard.press("Tab")
    page.keyboard.type("uns")  # a list of choices goes to the one that begins so
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Show all")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("All 18 links shown.")
    figures = page.get_by_text("The figures").first
    figures.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Figures: States over time")).to_be_visible()


def test_an_entry_can_be_pointed_at(chromium: Browser, file: Path, opened: Opened) -> None:
    page = opened.page
    page.get_by_role("searchbox", name="Words").fill("nothing")
    expect(page.get_by_role("status")).to_have_text("0 links of 18 shown.")
    page.evaluate(f"location.hash = '{link(at('wall.org', '1'))}'")
    expect(page.locator(link(at("wall.org", "1")))).to_be_in_viewport()
    expect(page.get_by_role("status")).to_have_text("All 18 links shown.")
    page.evaluate("location.hash = '#link-0123456789'")
    expect(page.get_by_role("status")).to_contain_text("link-0123456789 is not in this report")
    fresh = chromium.new_page()
    fresh.goto(f"{file.as_uri()}{link(at('old.org', '2'))}")
    expect(fresh.locator(link(at("old.org", "2")))).to_be_in_viewport()
    fresh.close()


def test_a_screen_reader_is_told_what_is_what(opened: Opened) -> None:
    expect(opened.page.locator("body")).to_match_aria_snapshot("""
        - link "Skip to what changed"
        - banner:
          - heading /Links in/ [level=1]
          - term: dead
          - definition: "4"
        - main:
          - navigation "Sections":
            - list:
              - listitem:
                - link "Newly broken"
          - form "Filter and sort the links":
            - searchbox "Words"
            - combobox "State"
            - combobox "Order"
            - button "Show all"
            - status: All 18 links shown.
          - heading /Since the last sweep/ [level=2]
          - region "Newly broken 1":
            - heading "Newly broken 1" [level=3]
            - list:
              - listitem:
                - paragraph:
                  - link "https://late.org/x"
          - heading "Over time" [level=2]
          - region "States over time":
            - img "States over time"
          - region "How long links last":
            - img "How long links last"
    """)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1000), ("dark", 320)])
def test_no_barrier_is_found(chromium: Browser, file: Path, scheme: str, width: int) -> None:
    """By axe-core's rules for WCAG and good practice; and at 320 pixels nothing must be scrolled sideways (1.4.10)."""
    one = Opened(chromium, file, color_scheme=scheme)
    one.page.set_viewport_size({"width": width, "height": 800})
    one.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    found = Axe().run(one.page)
    assert found.violations_count == 0, found.generate_report()
    assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ground = one.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(255, 255, 255)") == (scheme == "light")
    one.page.close()


def test_without_scripts_all_is_there(chromium: Browser, file: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{file.as_uri()}{link(at('wall.org', '1'))}")
    assert shown(page)[:2] == ["late.org/x", "back.org/x"]
    expect(page.locator("#filter")).to_be_hidden()
    expect(page.get_by_role("img", name="How long links last")).to_be_visible()
    expect(page.locator(link(at("wall.org", "1")))).to_be_in_viewport()  # the browser unfolds what an address leads to
    context.close()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Two years of sweeps over three thousand links."""
    place = tmp_path_factory.mktemp("large") / "links.db"
    made(str(place), 3_000)
    store = open_store(place, reading=True)
    report = gather(store.select, [VAULT], NOW)
    store.close()
    return report


def put(report: Report, place: Path) -> Path:
    with place.open("w", encoding="utf-8", newline="") as out:
        html.write(report, WAYBACK, out)
    return place


def test_hostile_text_does_nothing(chromium: Browser, large: Report, tmp_path: Path) -> None:
    evil = " ".join(EVIL[:15])
    some = large.section("broken").links[0]
    entry = some.entry._replace(title=evil, host=evil, url=f"javascript:window.owned=1//{evil}", detail=evil, target=evil)
    sections = [one._replace(links=(Link(entry, None, 1),), total=1) for one in large.sections]
    hosts = tuple(one._replace(name=evil) for one in large.hosts)
    one = Opened(chromium, put(large._replace(sections=tuple(sections), hosts=hosts, vaults=(evil,)), tmp_path / "evil.html"))
    assert one.asked == [(tmp_path / "evil.html").as_uri()]
    assert one.said == []
    assert one.page.evaluate("window.owned") is None
    assert one.page.locator("img, a[href^=javascript], .entry script").count() == 0
    one.page.close()


def test_the_largest_page_does_not_stall(chromium: Browser, large: Report, tmp_path: Path) -> None:
    """As many entries as a page can have. The limits are wide, for what else the machine does; docs/report.md has figures."""
    pattern = [link for section in large.sections for link in section.links]
    sections = []
    for number, section in enumerate(large.sections):
        links = [
            one._replace(entry=one.entry._replace(url=f"https://host{row % 300}.org/{number}/{row}"))
            for row, one in ((row, pattern[row % len(pattern)]) for row in range(MOST))
        ]
        sections.append(section._replace(total=MOST, links=tuple(links)))
    one = Opened(chromium, put(large._replace(sections=tuple(sections)), tmp_path / "large.html"))
    page = one.page
    expect(page.get_by_role("status")).to_have_text(f"All {len(sections) * MOST:,} links shown.")
    ready = page.evaluate("performance.getEntriesByType('navigation')[0].domComplete")
    taken = page.evaluate(
        """async () => {
          const words = document.getElementById("words");
          const begun = performance.now();
          words.value = "host7.org";
          words.dispatchEvent(new Event("input", { bubbles: true }));
          const status = document.getElementById("shown");
          await new Promise((done) => new MutationObserver(done).observe(status, { childList: true }));
          await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
          return performance.now() - begun;
        }"""
    )
    expect(page.get_by_role("status")).to_have_text(f"{len(sections) * 7:,} links of {len(sections) * MOST:,} shown.")
    print(f"{len(sections) * MOST:,} entries: ready after {ready:.0f} ms, filtered after {taken:.0f} ms")  # noqa: T201 - with -s
    assert ready < 15_000
    assert taken < 3_000
    page.close()


def test_the_way_to_the_charts_leads_there(chromium: Browser, large: Report, tmp_path: Path) -> None:
    """Past lists that nobody has laid out yet, whose heights are guessed."""
    one = Opened(chromium, put(large, tmp_path / "report.html"))
    one.page.get_by_role("link", name="Over time").click()
    expect(one.page.get_by_role("heading", name="States over time")).to_be_in_viewport()
    one.page.close()


@pytest.mark.parametrize(("name", "part"), [("sweep-report", None), ("sweep-charts", ".charts")])
def test_pictures_can_be_taken(chromium: Browser, large: Report, tmp_path: Path, name: str, part: str | None) -> None:
    report = large._replace(vaults=("/srv/handbook",), sections=() if part else large.sections)
    one = Opened(chromium, put(report, tmp_path / "report.html"))
    one.page.set_viewport_size({"width": 1000, "height": 700})
    place = Path(os.environ.get("NOTELINT_SCREENSHOTS", tmp_path)) / f"{name}.png"
    (one.page.locator(part) if part else one.page).screenshot(path=place)
    assert one.said == []
    assert place.stat().st_size > 10_000
    one.page.close()
