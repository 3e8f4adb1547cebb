"""What a host answers for a page that cannot exist, and whether a page is just that: the probe for soft 404.

After Z. Bar-Yossef, A. Broder, R. Kumar, A. Tomkins, "Sic transit gloria telae", WWW 2004: a neighbour with a random name is
asked for in the folder of the page, and status, place and text are compared. What changes from answer to answer
(advertisements, dates, the address repeated) is told from what does not by asking up to four neighbours.
"""

from collections.abc import Generator
from hashlib import blake2b
from typing import NamedTuple

from notelint.pattern import late_pattern
from notelint.web.address import bare, join, parse
from notelint.web.check.talk import Arrival, Talk
from notelint.web.messages import Reply, Request
from notelint.web.page import Page, read_page
from notelint.web.page.fingerprint import words

# So many different words of a page are compared.
_MOST_WORDS = 3000
# Folders that are rather the name of one thing: numbers, dates, ids. Behind them many sites ignore what is written.
_ID = late_pattern(r"(?i)\d{2,}|[a-z]?\d+|(?=[^/]*\d)[0-9a-z]{8,}|[0-9a-f-]{12,}")
_ENDING = late_pattern(r"\.[A-Za-z0-9]{1,5}\Z")
_LETTERS = "bcdfghjklmnpqrstvwxz"
SAMPLES = 4


class Sample(NamedTuple):
    """One page that a host gave for a name that it cannot know."""

    url: str
    place: str
    is_redirected: bool
    title: tuple[str, ...]
    words: frozenset[str]
    canonical: str


class Absent(NamedTuple):
    """What a host answers in one folder for names that it cannot know: samples where it claims success, else none."""

    samples: tuple[Sample, ...] = ()


def key(url: str) -> str:
    """The folder and ending for which an answer about absent neighbours holds; empty where there are no neighbours."""
    address = parse(url)
    if address is None or not address.path.strip("/"):
        return ""
    parts = address.path.strip("/").split("/")
    folder = parts[:-1]
    cut = next((at for at, part in enumerate(folder) if _ID.fullmatch(part)), len(folder))
    end = "/" if address.path.endswith("/") else _ending(parts[-1])
    above = "/".join(folder[:cut])
    return bare(address._replace(path=f"/{above}/*{end}" if above else f"/*{end}", query=""))


def ask(talk: Talk, place: str, body: int, number: int) -> Generator[Request, Reply, Sample | None]:
    """Ask for one absent neighbour; None where the host says that there is none, or says nothing."""
    url = place.replace("*", _name(place, number))
    arrival = yield from talk.arrive(url, body=body, purpose="probe")
    return _sample(url, arrival)


def is_same(page: Sample, absent: Absent, asked: str) -> bool | None:
    """Whether a page is what its host gives for anything; None where one more sample would tell."""
    if not absent.samples or any(_shows(sample, page, asked) for sample in absent.samples):
        return False
    if page.is_redirected and all(sample.is_redirected for sample in absent.samples):
        places = {_plain(sample.place) for sample in absent.samples}
        if places == {_plain(page.place)}:
            return True
    # A page that stands where it was asked for is another thing than what everything else is sent away to.
    if not page.is_redirected and all(sample.is_redirected for sample in absent.samples):
        return False
    return _is_like(page, absent.samples)


def sample(url: str, arrival: Arrival, page: Page) -> Sample:
    """A page in the form in which it is compared: without the words of its own address."""
    address = parse(url)
    named = set(words(f"{address.path} {address.query}".replace("_", " "))) if address else set()
    found = frozenset(words(f"{page.title} {page.text}")[:_MOST_WORDS]) - named
    title = tuple(word for word in words(page.title) if word not in named)
    return Sample(url, arrival.url, bool(arrival.hops), title, found, page.canonical)


def _sample(url: str, arrival: Arrival) -> Sample | None:
    response = arrival.page
    if response is None:
        return None
    kind = response.header("content-type")
    return sample(url, arrival, read_page(response.body, kind, is_cut=response.is_cut))


def _shows(absent: Sample, page: Sample, asked: str) -> bool:
    """Whether the absent neighbour turned out to be the very page: only its last part does not count in its address."""
    canonical = join(absent.place, absent.canonical) if absent.canonical else None
    mine = {_plain(asked)} if page.is_redirected else {_plain(asked), _plain(page.place)}
    return _plain(absent.place) in mine or (canonical is not None and _plain(bare(canonical)) in mine)


def _is_like(page: Sample, samples: tuple[Sample, ...]) -> bool | None:
    """Whether the words of a page are those that all samples share, but for what varies among the samples too."""
    titles = {sample.title for sample in samples}
    if len(titles) == 1 and page.title not in titles:
        return False
    shared = frozenset.intersection(*(sample.words for sample in samples))
    known = frozenset.union(*(sample.words for sample in samples))
    missing, new = len(shared - page.words), len(page.words - known)
    if not missing and not new:
        return True
    if len(samples) == 1:
        return None
    varying = max(len(sample.words - shared) for sample in samples)
    if not varying or new > 1.5 * varying + 1 or missing > varying // 10 + 1:
        return False
    return None if len(samples) < SAMPLES else True


def _plain(url: str) -> str:
    """A place without its query, which often repeats what was asked for, and without a slash at its end."""
    return url.partition("#")[0].partition("?")[0].rstrip("/")


def _ending(name: str) -> str:
    match = _ENDING.search(name)
    return match[0] if match else ""


def _name(place: str, number: int) -> str:
    """A name that nobody gave to a page: consonants by a hash, the same for the same folder, so that caches may answer."""
    digest = blake2b(f"{number} {place}".encode(), digest_size=14).digest()
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest)
