"""Which cookies go back to which address (RFC 6265): what one host sets, no other host hears."""

import pytest

from notelint.web.check.cookies import Cookies

HOST = "https://www.site.org/docs/in/page"


def sent(url: str, *lines: str, to: str) -> str:
    cookies = Cookies()
    cookies.store(url, list(lines))
    return cookies.header(to)


@pytest.mark.parametrize(
    ("line", "to", "header"),
    [
        ("a=1", HOST, "a=1"),
        ("a=1; Path=/", "https://site.org/docs/in/page", ""),
        ("a=1; Path=/", "https://in.www.site.org/docs/in/page", ""),
        ("a=1; Path=/", "https://wwwwsite.org/docs/in/page", ""),
        ("a=1; Path=/; Domain=.Site.ORG", "https://site.org/", "a=1"),
        ("a=1; Path=/; Domain=site.org", "https://other.site.org/", "a=1"),
        ("a=1; Path=/; Domain=site.org", "https://othersite.org/", ""),
        ("a=1; Path=/; Domain=other.test", HOST, ""),
        ("a=1; Path=/; Domain=in.www.site.org", HOST, ""),
    ],
)
def test_hosts(line: str, to: str, header: str) -> None:
    assert sent(HOST, line, to=to) == header


@pytest.mark.parametrize(
    ("host", "domain"),
    [("www.site.co.uk", "co.uk"), ("192.0.2.10", "2.10"), ("www.site.org", "org")],
)
def test_nobody_sets_for_a_domain_that_strangers_share(host: str, domain: str) -> None:
    assert sent(f"https://{host}/", f"a=1; Domain={domain}", to=f"https://{host}/") == ""


@pytest.mark.parametrize(
    ("line", "path", "header"),
    [
        ("a=1; Path=/docs", "/docs", "a=1"),
        ("a=1; Path=/docs", "/docs/page", "a=1"),
        ("a=1; Path=/docs/", "/docs/page", "a=1"),
        ("a=1; Path=/docs", "/docsearch", ""),
        ("a=1; Path=/docs", "/", ""),
        ("a=1", "/docs/in/other", "a=1"),
        ("a=1", "/docs/in", "a=1"),
        ("a=1", "/docs/page", ""),
        ("a=1; Path=docs", "/docs/page", ""),
    ],
)
def test_paths(line: str, path: str, header: str) -> None:
    assert sent(HOST, line, to=f"https://www.site.org{path}") == header


def test_a_page_at_the_root_sets_for_the_whole_host() -> None:
    assert sent("https://www.site.org/page", "a=1", to=HOST) == "a=1"


@pytest.mark.parametrize("line", ["a", "=1", " =1", "a=é", "a=\x01", "a=" + "x" * 4096])
def test_what_is_no_cookie_is_not_sent(line: str) -> None:
    assert sent(HOST, line, to=HOST) == ""


def test_a_cookie_is_trimmed_replaced_and_taken_back() -> None:
    assert sent(HOST, " a = 1 ", "b=1=2; Max-Age=60", to=HOST) == "a=1; b=1=2"
    assert sent(HOST, "a=1", "a=2", to=HOST) == "a=2"
    assert sent(HOST, "a=1", "b=2", "a=; Max-Age=0", to=HOST) == "b=2"
    assert sent(HOST, "a=1", "a=; max-age=-1", to=HOST) == ""


def test_no_more_than_fifty_are_kept() -> None:
    kept = sent(HOST, *(f"a{number}=1" for number in range(60)), "a0=2", to=HOST).split("; ")
    assert len(kept) == 50
    assert kept[0] == "a0=2"


def test_the_cookie_with_the_longer_path_comes_first() -> None:
    assert sent(HOST, "a=1; Path=/", "b=2; Path=/docs", to=HOST) == "b=2; a=1"
