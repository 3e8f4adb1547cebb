"""To which domain an address belongs: the unit that one worker holds at a time, so that a host keeps its pace.

A domain is what someone registered (`docs.a.co.uk` → `a.co.uk`); a number, or a name under no known ending, is one by itself.
Domains that very many notes link to are cut into slices, by the digits of a checksum of the address; several workers may
hold slices of one domain, and then they share its budget (`Store.spend`).
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from notelint.web.domains import registrable_domain
from notelint.web.store.database import Database
from notelint.web.store.hot import HOT, SLICES


class Domain(NamedTuple):
    """A domain by name, or a slice of one."""

    name: str
    slice: int = 0


def domain_of(url: str) -> Domain:
    """The domain of an address in normal form."""
    name = name_of(host_in(url.partition("//")[2].partition("/")[0]))
    return Domain(name, crc32(url.encode("utf-8", "surrogatepass")) % SLICES) if name in HOT else Domain(name)


@lru_cache(4096)
def name_of(host: str) -> str:
    """The name of the domain to which a host belongs."""
    return registrable_domain(host) or host


def host_in(place: str) -> str:
    """The host in the part of an address between `//` and the path."""
    place = place.rpartition("@")[2]
    return place.partition("]")[0][1:] if place.startswith("[") else place.partition(":")[0]


class Numbers:
    """The numbers of domains in a store, each looked up once; made where there is none. Within one transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[Domain, int] = {}

    def __call__(self, domain: Domain) -> int:
        """The number of a domain."""
        number = self._known.get(domain)
        if number is None:
            self._db.execute("INSERT INTO domains (name, slice) VALUES (?, ?) ON CONFLICT (name, slice) DO NOTHING", domain)
            row = self._db.execute("SELECT id FROM domains WHERE name = ? AND slice = ?", domain).fetchone()
            number = self._known[domain] = int(row[0])
        return number


def settle_domains(db: Database) -> None:
    """Give the addresses of an older store their domains."""
    numbers = Numbers(db)
    rows: Iterable[tuple[int, str]] = db.execute("SELECT id, url FROM addresses").fetchall()
    db.executemany("UPDATE addresses SET domain = ? WHERE id = ?", [(numbers(domain_of(url)), key) for key, url in rows])
    db.execute(
        "INSERT INTO stands (vault, domain, due_at) SELECT places.vault, addresses.domain, MIN(addresses.due_at)"
        " FROM places JOIN addresses ON addresses.id = places.address GROUP BY places.vault, addresses.domain"
    )
