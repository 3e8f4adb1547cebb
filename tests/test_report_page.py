"""The HTML report in a real Chromium, used as people do: with the mouse, the keyboard, and by what a screen reader is told.

Set NOTELINT_SCREENSHOTS to a folder to write the picture that README shows.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships no types
from playwright.sync_api import Browser, Page, expect

from notelint.finding import Edit, Fix, Related
from notelint.text import Span
from tests.browser import Opened
from tests.conftest import Notelint
from tests.reports import EVIL, finding, hostile_run, run, written

ROOT = Path(__file__).parents[1]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Two notes: one with an error and a warning, one with an advice that has a fix and a related place."""
    first = run(
        "one two\n", finding(0, 3, "`one` is gone."), finding(4, 7, "`two` is odd.", severity="warning", rule="nav-mismatch")
    )
    related = (Related("b.md", Span(0, 1), "the first of them"),)
    fix = Fix("safe", "remove it", (Edit(Span(0, 1), ""),))
    last = finding(0, 3, "`six` is idle.", "b.md", severity="advice", rule="empty-link", related=related, fix=fix)
    file = tmp_path / "report.html"
    file.write_text(written("html", first, run("six", last, path="b.md")), encoding="utf-8")
    return file


@pytest.fixture
def opened(chromium: Browser, report: Path) -> Iterator[Opened]:
    one = Opened(chromium, report)
    yield one
    assert one.asked == [report.as_uri()], "the page asked for something else than itself"
    assert one.said == []
    one.page.close()


def shown(page: Page) -> list[str]:
    """What the findings say that can be seen."""
    return [text for text in ("one", "two", "six") if page.locator(".finding", has_text=f"{text} is").is_visible()]


def test_all_findings_are_shown_at_first(opened: Opened) -> None:
    assert shown(opened.page) == ["one", "two", "six"]
    expect(opened.page.get_by_role("status")).to_have_text("All 3 findings shown.")
    expect(opened.page).to_have_title("notelint: 2 notes, 4 links looked at: 1 error, 1 warning, 1 advice.")
    expect(opened.page.locator("mark").first).to_have_text("one")
    expect(opened.page.get_by_text("A safe fix is known: remove it.")).to_be_visible()
    expect(opened.page.get_by_text("the first of them")).to_be_visible()


def test_clicks_filter_and_bring_back(opened: Opened) -> None:
    page = opened.page
    page.get_by_label("Errors (1)").uncheck()
    expect(page.get_by_role("status")).to_have_text("2 findings of 3 shown.")
    assert shown(page) == ["two", "six"]
    expect(page.get_by_role("heading", name="a.md 1 finding")).to_be_visible()
    page.get_by_role("combobox", name="Rule").select_option("empty-link")
    expect(page.get_by_role("status")).to_have_text("1 finding of 3 shown.")
    expect(page.get_by_role("heading", name="a.md")).to_be_hidden()
    page.get_by_role("button", name="Show all").click()
    expect(page.get_by_role("status")).to_have_text("All 3 findings shown.")
    assert shown(page) == ["one", "two", "six"]


@pytest.mark.parametrize(
    ("words", "expected"), [("IDLE", ["six"]), ("a.md  odd", ["two"]), ("b.md", ["six"]), ("nothing", []), ("<b>", [])]
)
def test_words_are_looked_for_in_all_that_is_shown(opened: Opened, words: str, expected: list[str]) -> None:
    opened.page.get_by_role("searchbox", name="Words").fill(words)
    expect(opened.page.get_by_role("status")).to_have_text(f"{len(expected)} finding{'s' * (len(expected) != 1)} of 3 shown.")
    assert shown(opened.page) == expected


def test_the_keyboard_does_it_all(opened: Opened) -> None:
    page = opened.page
    focused = page.locator(":focus")
    page.keyboard.press("Tab")
    expect(focused).to_have_text("Skip to the findings")
    assert focused.bounding_box() is not None
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_have_text("2 findings of 3 shown.")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.type("nav")  # a list of choices goes to the one that begins so
    expect(page.get_by_role("status")).to_have_text("1 finding of 3 shown.")
    page.keyboard.press("Tab")
    page.keyboard.type("gone")
    expect(page.get_by_role("status")).to_have_text("0 findings of 3 shown.")
    page.keyboard.press("Enter")  # which would send the form away
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("All 3 findings shown.")
    page.keyboard.press("Tab")
    expect(focused).to_have_text("broken-link")
    page.keyboard.press("Enter")
    assert page.url.endswith("#rule-broken-link")
    expect(page.locator("#rule-broken-link")).to_be_in_viewport()


def test_a_screen_reader_is_told_what_is_what(opened: Opened) -> None:
    expect(opened.page.locator("body")).to_match_aria_snapshot("""
        - link "Skip to the findings"
        - banner:
          - heading "notelint" [level=1]
        - main:
          - form "Filter the findings":
            - group "Severity":
              - checkbox "Errors (1)" [checked]
              - checkbox "Warnings (1)" [checked]
              - checkbox "Advice (1)" [checked]
            - combobox "Rule"
            - searchbox "Words"
            - button "Show all"
            - status: All 3 findings shown.
          - region "Findings":
            - region "a.md 2 findings":
              - heading "a.md 2 findings" [level=2]
              - list:
                - listitem:
                  - paragraph:
                    - text: "error in line 1, column 1:"
                - listitem:
                  - paragraph:
                    - text: "warning in line 1, column 5:"
            - region "b.md 1 finding":
              - list:
                - listitem:
                  - paragraph:
                    - text: "advice in line 1, column 1:"
          - region "Rules":
            - heading "Rules" [level=2]
    """)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1000, 320])
def test_no_barrier_is_found(chromium: Browser, report: Path, scheme: str, width: int) -> None:
    """By axe-core's rules for WCAG and good practice; and at 320 pixels nothing must be scrolled sideways (1.4.10)."""
    one = Opened(chromium, report, color_scheme=scheme)
    one.page.set_viewport_size({"width": width, "height": 800})
    found = Axe().run(one.page)
    assert found.violations_count == 0, found.generate_report()
    assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ground = one.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(255, 255, 255)") == (scheme == "light")
    one.page.close()


def test_without_scripts_all_is_there(chromium: Browser, report: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    assert shown(page) == ["one", "two", "six"]
    expect(page.locator("#filter")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("evil", EVIL, ids=range(len(EVIL)))
def test_a_hostile_note_does_nothing(chromium: Browser, tmp_path: Path, evil: str) -> None:
    file = tmp_path / "report.html"
    file.write_text(written("html", hostile_run(evil)), encoding="utf-8")
    one = Opened(chromium, file)
    assert one.asked == [file.as_uri()]
    assert one.said == []
    assert one.page.evaluate("window.owned") is None
    assert one.page.locator(".finding").count() == 3
    assert one.page.locator("img, a[href^=http], a[href^=javascript]").count() == 0
    one.page.close()


def test_even_markup_that_slipped_in_could_do_nothing(chromium: Browser, report: Path) -> None:
    report.write_text(
        report.read_text(encoding="utf-8").replace(
            "is gone.", "<img src=x onerror='window.owned = 1'><script>owned = 1</script>"
        ),
        encoding="utf-8",
    )
    one = Opened(chromium, report)
    assert one.page.evaluate("window.owned") is None
    assert one.page.locator(".finding img").count() == 1
    one.page.close()


def test_a_real_report_can_be_looked_at(
    chromium: Browser, notelint: Notelint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    file = tmp_path / "report.html"
    notelint("check", "fixtures", "--output", f"html={file}")
    one = Opened(chromium, file)
    assert one.said == []
    one.page.get_by_label("Advice").uncheck()
    expect(one.page.get_by_role("status")).to_contain_text(" of ")
    place = Path(os.environ.get("NOTELINT_SCREENSHOTS", tmp_path)) / "report.png"
    one.page.screenshot(path=place)
    assert place.stat().st_size > 10_000
    one.page.close()
