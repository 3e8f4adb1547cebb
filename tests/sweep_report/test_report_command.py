"""`notelint report`: its forms, where they go, and what it says when it cannot."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from notelint.sweep_report.listed import COLUMNS
from notelint.sweep_report.view import identifier
from tests.conftest import Notelint, Ran, write
from tests.sweep_report.conftest import Vault, at


@pytest.fixture
def report(swept: Vault, notelint: Notelint) -> Any:
    """Run the command over the store."""

    def run(*arguments: str) -> Ran:
        return notelint("report", "--store", "s.db", *arguments)

    return run


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_page_is_one_file_in_a_folder(report: Any) -> None:
    ran = report("-o", "out/deep")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert [file.name for file in Path("out/deep").iterdir()] == ["index.html"]
    page = Path("out/deep/index.html").read_text(encoding="utf-8")
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert report("-o", "named.html").code == 0
    assert Path("named.html").read_text(encoding="utf-8") == page


def test_sections_come_in_order_with_what_changed_first(report: Any) -> None:
    report("-o", "out")
    page = Path("out/index.html").read_text(encoding="utf-8")
    assert re.findall(r'<h3 id="([\w-]+)">[^<]+<span', page) == [
        "newly-broken",
        "recovered",
        "broken",
        "failing",
        "suspect",
        "blocked",
        "moved",
        "fragments",
    ]
    assert re.findall(r'<h2 id="(\w+)">', page) == ["changed", "standing", "charts"]
    assert "Since the last sweep: from 2023-11-17 to 2023-11-22" in page


def test_an_entry_tells_all_that_is_known(report: Any) -> None:
    report("-o", "out")
    page = Path("out/index.html").read_text(encoding="utf-8")
    dead = page[page.index(f'<li id="link-{identifier(at("gone.org", "0"))}"') :].partition("</li>")[0]
    text = re.sub(r"<[^>]+>", "", dead)
    assert "dead: gone (410), failing since 2023-11-14, 3 times in a row, never seen alive." in text
    assert "In a.md:3, in/b.md:43" in text
    assert 'href="https://web.archive.org/web/20170506120000/https://gone.org/0"' in dead
    moved = page[page.index(f'<li id="link-{identifier(at("old.org", "1"))}"') :].partition("</li>")[0]
    assert 'Replace it by <a href="https://new.org/1"' in moved
    part = page[page.index(f'<li id="link-{identifier(at("alive.org", "parts"))}"') :].partition("</li>")[0]
    assert "There is no <code>#introduction</code>, perhaps <code>#intro</code>" in part


def test_another_archive_is_asked_for_by_its_address(report: Any) -> None:
    report("-o", "out", "--archive", "https://archive.example/get/")
    page = Path("out/index.html").read_text(encoding="utf-8")
    assert 'href="https://archive.example/get/https://gone.org/0"' in page
    assert "web.archive.org" not in page


def test_what_blocks_is_told_by_host(report: Any) -> None:
    report("-o", "out")
    page = Path("out/index.html").read_text(encoding="utf-8")
    assert "<summary><code>wall.org</code> 3 blocked</summary>" in page


def test_csv_has_a_line_for_every_link(report: Any) -> None:
    ran = report("--format", "csv")
    assert ran.err == ""
    assert ran.out.startswith(",".join(COLUMNS) + "\r\n"), "RFC 4180: lines end with CRLF"
    links = {row["url"]: row for row in rows(ran.out)}
    assert len(links) == 15 + 20 + 3
    dead = links[at("gone.org", "0")]
    assert (dead["id"], dead["state"], dead["status"], dead["streak"]) == (identifier(dead["url"]), "dead", "410", "3")
    assert (dead["stands"], dead["places"], dead["written_at"]) == ("2", "a.md:3; in/b.md:43", "2017-05-06T12:00:00Z")
    assert (dead["first_alive"], dead["failing_since"]) == ("", "2023-11-14T22:13:20Z")
    assert links[at("alive.org", "1")]["title"] == "The page 1"


def test_of_many_places_the_first_are_listed_and_all_are_counted(swept: Vault, notelint: Notelint) -> None:
    write(Path(), {f"more/{number:02}.md": f"<{at('gone.org', '1')}>\n" for number in range(12)})
    assert swept.sweep().code == 0
    notelint("report", "--store", "s.db", "-o", "out")
    page = Path("out/index.html").read_text(encoding="utf-8")
    assert "<code>more/08.md:1</code> and 3 more places</p>" in page
    row = next(
        row for row in rows(notelint("report", "--store", "s.db", "--format", "csv").out) if row["url"] == at("gone.org", "1")
    )
    assert (row["stands"], row["places"].count(";") + 1) == ("13", 10)


def test_json_has_the_figures_and_every_link(report: Any) -> None:
    ran = report("--format", "json", "-o", "out")
    assert ran.out == ""
    document = json.loads(Path("out/links.json").read_text(encoding="utf-8"))
    assert document["version"] == 1
    assert document["sections"]["newly-broken"] == document["sections"]["recovered"] == 1
    assert document["states"] == {"alive": 22, "dead": 4, "suspect": 3, "blocked": 3, "unsure": 3, "moved": 3}
    assert len(document["links"]) == 38
    assert document["links"][0].keys() == set(COLUMNS)
    assert document["survival"]["together"]["lives"] == 29
    assert document["repairs"]["came_back"] == 1
    assert {one["who"] for one in document["survival"]["published"]} >= {"Koehler 2002", "Spinellis 2003"}


def test_monitoring_reads_the_figures(report: Any) -> None:
    assert report("--prometheus", "links.prom").code == 0
    families = {one.name: one for one in text_string_to_metric_families(Path("links.prom").read_text(encoding="utf-8"))}
    states = {one.labels["state"]: one.value for one in families["notelint_links"].samples}
    assert (states["dead"], states["alive"], states["new"]) == (4, 22, 0)
    assert {one.labels["vault"] for family in families.values() for one in family.samples} == {Path.cwd().as_posix()}
    assert families["notelint_answer_seconds"].type == "histogram"
    buckets = {one.labels["le"]: one.value for one in families["notelint_answer_seconds"].samples if "le" in one.labels}
    assert (buckets["0.1"], buckets["0.25"], buckets["+Inf"]) == (0, 75, 75), "25 pages, three times"
    assert families["notelint_sweep_end_timestamp_seconds"].samples[0].value == 1_700_000_000 + 8 * 86_400
    assert all(family.documentation and family.type in ("gauge", "histogram") for family in families.values())


def test_several_forms_come_from_one_run(report: Any) -> None:
    assert report("-o", "out", "--prometheus", "out.prom").code == 0
    assert report("--format", "csv", "-o", "out", "--prometheus", "out.prom").code == 0
    assert {file.name for file in Path("out").iterdir()} == {"index.html", "links.csv"}


def test_the_vault_is_that_of_this_folder_or_the_one_that_is_named(
    report: Any, notelint: Notelint, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, other = Path.cwd(), tmp_path_factory.mktemp("other")
    write(other, {"o.md": "<https://other.org/>\n"})
    store = str(here / "s.db")
    assert notelint("sweep", "--store", store, str(other)).code == 0

    def count(*more: str) -> int:
        return len(rows(notelint("report", "--store", store, "--format", "csv", *more).out))

    assert count() == 38
    assert count(str(other)) == 1
    assert count(str(other), ".") == 39
    assert count("--vault", other.as_posix()) == 1
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert count() == 39, "all, where nobody says which"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "The page needs a place: give `-o FOLDER`, or `--format csv` or `json` for the standard output."),
        (("-o", "out", "--vault", "/no/such"), "knows no vault /no/such; it knows "),
        (("-o", "a.md/x"), "cannot be made: Not a directory."),
        (("-o", "out", "--archive", "ftp://x/"), "--archive takes the address of an archive on the web, not ftp://x/."),
        (("-o", "no.md"), "The folder no.md cannot be made: File exists."),
    ],
)
def test_what_cannot_be_done_is_said(report: Any, arguments: tuple[str, ...], said: str) -> None:
    Path("no.md").write_text("# Note\n", encoding="utf-8")
    ran = report(*arguments)
    assert ran.code == 2
    assert said in ran.err


def test_a_store_that_is_not_there_is_said(vault: Path, notelint: Notelint) -> None:
    ran = notelint("report", "--store", "none.db", "-o", "out")
    assert (ran.code, ran.err) == (2, "notelint: There is no store none.db; `notelint sweep --store none.db` makes one.\n")
    assert not Path("out").exists()


def test_the_store_is_only_read(report: Any) -> None:
    before = Path("s.db").read_bytes()
    report("-o", "out", "--prometheus", "x.prom")
    report("--format", "json")
    assert Path("s.db").read_bytes() == before
