"""Whatever stands in titles, addresses, hosts and paths: every form shows it, and does nothing of what it asks for."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from notelint.sweep_report import listed, page, prometheus
from notelint.sweep_report.gather import gather
from notelint.web.memento import WAYBACK
from notelint.web.places import Linked, Place
from notelint.web.store import Store
from notelint.web.store.open import open_store
from notelint.web.verdict import FragmentVerdict, State
from tests.reports import EVIL
from tests.web.sweeping import NOW, verdict

MORE = (*EVIL, "javascript:window.owned=1", "data:text/html,<script>owned=1</script>", "\N{FULLWIDTH EQUALS SIGN}1+1", "\t=1+1")
STATES: tuple[State, ...] = ("dead", "suspect", "blocked", "moved", "unsure", "flapping", "alive")
STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.fixture(scope="module", params=range(len(MORE)))
def evil(request: pytest.FixtureRequest) -> str:
    return MORE[request.param]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, evil: str) -> Any:
    """In it everything that a stranger may choose is this text: address, host, title, target, path, fragment, vault."""
    made = open_store(tmp_path_factory.mktemp("evil") / "s.db")
    clean = evil.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")
    urls = [clean, *(f"https://{state}.org/{clean}" for state in STATES)]
    made.renew(clean, [Linked(url, clean, (Place(evil, 1, evil),)) for url in dict.fromkeys(urls)], NOW)
    number = made.begin(clean, NOW)
    for url, state in zip(urls, ("dead", *STATES), strict=True):
        found = verdict(url, state)._replace(title=evil, detail=evil, location=evil)
        made.record(number, found._replace(fragments=(FragmentVerdict(evil, "missing", "no-such-id", evil),)))
    made.finish(number, NOW, made.mark())
    yield made, clean
    made.close()


def written(store: tuple[Store, str], form: str) -> str:
    made, vault = store
    out = io.StringIO(newline="")
    report = gather(made.select, [vault], NOW + 1)
    if form == "csv":
        listed.write_csv(made.select, [vault], out)
    elif form == "json":
        listed.write_json(report, made.select, out)
    elif form == "html":
        page.write(report, WAYBACK, out)
    else:
        prometheus.write(report, out)
    return out.getvalue()


@pytest.mark.parametrize("form", ["html", "csv", "json", "prometheus"])
def test_nothing_steers_the_terminal(store: Any, form: str) -> None:
    text = written(store, form)
    assert not STEERS.search(text.replace("\r\n", "\n"))
    text.encode()


def test_no_cell_is_a_formula(store: Any) -> None:
    rows = list(csv.reader(io.StringIO(written(store, "csv"), newline="")))
    assert len(rows) == 1 + len({store[1], *(f"https://{state}.org/{store[1]}" for state in STATES)})
    assert {len(row) for row in rows} == {len(listed.COLUMNS)}
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d"))] == []


def test_json_is_whole(store: Any, evil: str) -> None:
    document = json.loads(written(store, "json"))
    assert all(set(link) == set(listed.COLUMNS) for link in document["links"])
    assert {link["host"] for link in document["links"]} == {store[1]}


def test_monitoring_reads_every_line(store: Any) -> None:
    families = list(text_string_to_metric_families(written(store, "prometheus")))
    assert all(family.name.startswith("notelint_") for family in families)
    assert {key for family in families for one in family.samples for key in one.labels} == {
        "vault",
        "state",
        "section",
        "end",
        "le",
    }


class Tags(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.attributes: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]


def test_the_page_is_made_of_its_own_tags(store: Any) -> None:
    tags = Tags(written(store, "html"))
    own = "html head meta title style script body a header h1 h2 h3 p dl dt dd div main nav ul ol li form label input select"
    own += " option button section details summary code span strong svg path rect text table thead tbody tr th td"
    assert tags.tags <= set(own.split())
    assert not {name for name in tags.attributes if name.startswith("on") or name == "style"}
    assert [one for one in tags.addresses if not one.startswith(("#", "https://", "http://"))] == []


def test_only_web_addresses_can_be_followed(tmp_path_factory: pytest.TempPathFactory) -> None:
    for url in ("javascript:window.owned=1", "data:text/html,x", "file:///etc/passwd", "//evil.example", "HTTPS://x.org/"):
        made = open_store(tmp_path_factory.mktemp("one") / "s.db")
        made.renew("v", [Linked(url, "x", (Place("a.md", 1),))], NOW)
        made.record(made.begin("v", NOW), verdict(url, "dead", "gone"))
        tags = Tags(written((made, "v"), "html"))
        made.close()
        assert url not in "".join(tags.addresses)
