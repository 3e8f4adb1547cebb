"""Whether an address that is asked over http answers the same over https."""

from collections.abc import Generator

from notelint.web.address import bare, parse
from notelint.web.check.talk import Arrival, Talk
from notelint.web.messages import Reply, Request
from notelint.web.page import Page, read_page
from notelint.web.page.fingerprint import distance, fingerprint

# Two visits to one page differ in what changes from visit to visit, no more.
_NEAR = 10


def is_same_over_https(
    talk: Talk, url: str, arrival: Arrival, page: Page | None, body: int
) -> Generator[Request, Reply, str | None]:
    """The https form of an http address if it leads to the same page, else None.

    Addresses with a port of their own have no such form, and those that are redirected to https are moved already.
    """
    address = parse(url)
    if address is None or address.scheme != "http" or address.port is not None or arrival.url.startswith("https:"):
        return None
    secure = bare(address._replace(scheme="https"))
    found = yield from talk.arrive(secure, body=body, purpose="secure")
    if found.page is None or not found.url.startswith("https:"):
        return None
    if page is None:
        return secure
    other = read_page(found.page.body, found.page.header("content-type"), is_cut=found.page.is_cut)
    return secure if _is_same(page, other) else None


def _is_same(one: Page, other: Page) -> bool:
    """Whether two pages are one page."""
    marks = fingerprint(one.text), fingerprint(other.text)
    near = distance(*marks) <= _NEAR if all(marks) else one.text == other.text
    return near or (bool(one.title) and one.title == other.title)
