"""The catalogue of retired tools is complete and holds together: every fact has its source."""

import re
import subprocess
import sys
import tomllib
from collections import Counter
from typing import Any

import pytest

from notelint.rules.deprecated_tools import Catalogue, normal_address, normal_name
from tests.test_house import ROOT

FILE = ROOT / "src/notelint/rules/deprecated_tools.toml"
ENTRIES: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["tool"]
FIELDS = {"containers", "cloud", "languages", "build tools", "editors", "front ends", "CI"}
SAID = {
    "archived": "archived",
    "renamed": "renamed|moved|now|use ",
    "replaced": "replaced|use |in favour of|goes on|go to|migrate|merged|successor|upgrade|look at|recommend|suggest|install ",
    "deprecated": "(?i)deprecated",
    "end-of-life": "end|discontinued|disabled|neither|retire|shut|unsupported|no longer|removal|goodbye|maintained|sunset",
}
"""How sources say that it happened."""
COINED = {
    "AngularJS",
    "AppCode",
    "CDKTF",
    "Curiefense",
    "DevStream",
    "FabEdge",
    "Greenkeeper",
    "Heapster",
    "InGate",
    "JSCS",
    "Keptn",
    "Kitematic",
    "Krustlet",
    "KubeDL",
    "KubeFed",
    "LightTable",
    "Merbridge",
    "Nocalhost",
    "OpenCensus",
    "OpenELB",
    "OpenTracing",
    "Pravega",
    "QLDB",
    "Skooner",
    "SuperEdge",
    "Webpacker",
    "Xline",
    "bower",
    "dockershim",
    "foniod",
    "golint",
    "ingraind",
    "kaniko",
    "rkt",
    "slackclient",
    "tslint",
}
"""Names of letters only; somebody has looked that they are no words that a note uses for something else."""
REQUIRED = {"name", "aliases", "field", "addresses", "what", "since", "successor", "sources"}


def origin(address: str) -> str:
    """Where a source belongs: a package registry, a repository, else a host."""
    if re.match(r"(?:npm|pypi|nuget):", address):
        return address.partition(":")[0]
    parts = address.split("/")
    return "/".join(parts[2:5]) if parts[2].endswith("github.com") else parts[2]


def test_there_are_enough_from_every_field() -> None:
    fields = Counter(entry["field"] for entry in ENTRIES)
    assert len(ENTRIES) >= 100
    assert set(fields) == FIELDS
    assert min(fields.values()) >= 8, fields


def test_no_source_gives_more_than_40() -> None:
    origins = Counter(place for entry in ENTRIES for place in {origin(source["address"]) for source in entry["sources"]})
    assert origins.most_common(1)[0][1] <= 40, origins


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["name"])
def test_an_entry_is_complete(entry: dict[str, Any]) -> None:
    assert REQUIRED <= set(entry) <= REQUIRED | {"name-alone"}
    assert entry["name"].strip() == entry["name"] != ""
    assert entry["what"] in ("archived", "renamed", "replaced", "deprecated", "end-of-life")
    assert re.fullmatch(r"(?:20[0-2]\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)?", entry["since"])
    assert entry["since"] <= "2026-11-23", "the day on which the sources were read"
    assert entry.get("name-alone") in (None, False)
    assert entry["addresses"] or "name-alone" not in entry, "nothing could tell it"
    assert set(entry["successor"]) == {"name", "address"}
    assert entry["successor"]["name"] or not entry["successor"]["address"]
    assert re.match(r"https://[^ ]+$|$", entry["successor"]["address"])
    assert entry["successor"]["name"] or entry["what"] not in ("renamed", "replaced")
    assert entry["sources"]
    for source in entry["sources"]:
        assert set(source) == {"address", "says"}
        assert re.match(r"https://[^ ]+$|(?:npm|pypi|nuget):[^ ]+$", source["address"])
        assert source["says"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["name"])
def test_every_fact_stands_in_what_a_source_says(entry: dict[str, Any]) -> None:
    said = "\n".join(source["says"] for source in entry["sources"])
    assert re.search(SAID[entry["what"]], said), "nobody says what happened"
    assert entry["since"] in said, "nobody says since when"
    assert entry["successor"]["name"] in said, "nobody says what came after it"
    assert entry["successor"]["address"] in said, "nobody says where that is"


def test_no_name_is_a_common_word() -> None:
    """Letters only could be a word; the others have a digit, a hyphen or several words."""
    names = [name for entry in ENTRIES for name in [entry["name"]] * ("name-alone" not in entry) + entry["aliases"]]
    assert {name for name in names if name.isalpha()} == COINED
    assert all(len(name) > 2 for name in names)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["name"])
def test_addresses_are_as_they_are_looked_up(entry: dict[str, Any]) -> None:
    for address in entry["addresses"]:
        assert normal_address(address) == address.lower()
        assert normal_address(f"https://www.{address}/") == address.lower()
        host, _, path = address.partition("/")
        assert host not in ("github.com", "npmjs.com", "pypi.org") or path.count("/") == (1 + path.count("/@")), "too wide"


def test_names_and_addresses_are_unique() -> None:
    names = Counter(normal_name(name) for entry in ENTRIES for name in [entry["name"], *entry["aliases"]])
    addresses = Counter(address.lower() for entry in ENTRIES for address in entry["addresses"])
    assert [name for counts in (names, addresses) for name, count in counts.items() if count > 1] == []


def test_no_tool_succeeds_that_is_retired_itself() -> None:
    catalogue = Catalogue()
    for entry in ENTRIES:
        successor = entry["successor"]
        assert not (successor["address"] and catalogue.by_address(successor["address"])), entry["name"]
        assert not (successor["name"] and catalogue.by_name(successor["name"])), entry["name"]


def test_what_is_loaded_is_what_the_file_has() -> None:
    loaded = list(Catalogue())
    assert len(loaded) == len(ENTRIES)
    for tool, entry in zip(loaded, ENTRIES, strict=True):
        assert (tool.name, list(tool.aliases), tool.field) == (entry["name"], entry["aliases"], entry["field"])
        assert list(tool.addresses) == entry["addresses"]
        assert (tool.what, tool.since) == (entry["what"], entry["since"])
        assert {"name": tool.successor, "address": tool.successor_address} == entry["successor"]
        assert tool.name_alone == entry.get("name-alone", True)
        assert [{"address": address, "says": says} for address, says in tool.sources] == entry["sources"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["name"])
def test_every_entry_is_found(entry: dict[str, Any]) -> None:
    catalogue = Catalogue()
    for address in entry["addresses"]:
        found = catalogue.by_address(f"https://{address}")
        assert found
        assert found.name == entry["name"]
    for name in [entry["name"]] * ("name-alone" not in entry) + entry["aliases"]:
        found = catalogue.by_name(name)
        assert found
        assert found.name == entry["name"]
    if "name-alone" in entry:
        assert catalogue.by_name(entry["name"]) is None


@pytest.mark.parametrize(
    "target",
    [
        "https://github.com/rkt/rkt",
        "http://www.github.com/rkt/rkt/",
        "//github.com/rkt/rkt.git",
        "https://github.com/RKT/rkt#readme",
        "https://github.com/rkt/rkt?tab=readme",
        "https://github.com/rkt/rkt/releases/tag/v1.30.0",
        "https://github.com/rkt/rkt/tree/master/Documentation",
        "https://github.com/rkt/rkt/issues",
        "https://GitHub.com:443/rkt/rkt",
    ],
)
def test_an_address_is_a_tool_and_so_is_what_lies_below(target: str) -> None:
    found = Catalogue().by_address(target)
    assert found
    assert found.name == "rkt"


@pytest.mark.parametrize(
    "target",
    [
        "https://github.com/rkt/rkt-docs",
        "https://github.com/rkt",
        "https://github.com/rkt/rkt/issues/4024",
        "https://github.com/rkt/rkt/pull/1",
        "https://github.com/rkt/rkt/commit/0123abc",
        "https://example.org/github.com/rkt/rkt",
        "https://gitlab.com/rkt/rkt",
        "https://github.community/rkt/rkt",
        "github.com/rkt/rkt",
        "mailto:github.com/rkt/rkt",
    ],
)
def test_other_addresses_are_no_tool(target: str) -> None:
    assert Catalogue().by_address(target) is None


def test_users_add_change_and_leave_out() -> None:
    mine = {"name": "Teapot", "addresses": ["https://teapot.io/"], "since": "2025", "successor": "Kettle"}
    catalogue = Catalogue([mine, {"name": "RKT", "successor": {"name": "Podman", "address": "https://podman.io/"}}], ["Atom"])
    teapot = catalogue.by_address("https://teapot.io/brew")
    assert teapot
    assert (teapot.successor, teapot.since, teapot.what) == ("Kettle", "2025", "deprecated")
    rkt = catalogue.by_name("rkt")
    assert rkt
    assert (rkt.successor, rkt.since, rkt.addresses[0]) == ("Podman", "2020-02-24", "github.com/rkt/rkt")
    assert catalogue.by_address("https://atom.io/") is None
    assert Catalogue().by_address("https://atom.io/")


def test_a_short_name_is_found() -> None:
    catalogue = Catalogue([{"name": "Go"}])
    assert catalogue.may_begin("Go: a language")
    assert catalogue.by_name("go")
    assert catalogue.by_name("rkt")
    assert not Catalogue().may_begin("Zebra")


def test_looking_up_what_is_not_there_parses_nothing() -> None:
    script = (
        "import sys; from notelint.rules.deprecated_tools import Catalogue; Catalogue().by_address('https://github.com/a/b')"
    )
    done = subprocess.run([sys.executable, "-c", f"{script}; assert 'tomllib' not in sys.modules"], check=False)
    assert done.returncode == 0
