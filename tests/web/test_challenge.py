"""What tells a challenge, by which a host wants to see a human, from the page that was asked for."""

import pytest

from notelint.web.check.challenge import is_challenge, is_challenged
from notelint.web.messages import Response
from notelint.web.page import read_page


@pytest.mark.parametrize(
    ("status", "header", "is_one"),
    [
        (403, ("cf-mitigated", "challenge"), True),
        (403, ("cf-mitigated", "block"), False),
        (202, ("x-amzn-waf-action", "challenge"), True),
        (403, ("x-datadome", "protected"), True),
        (405, ("x-datadome", "protected"), True),
        (429, ("x-px", "1"), True),
        (200, ("x-datadome", "protected"), False),
        (404, ("x-datadome", "protected"), False),
        (403, ("server", "nginx"), False),
        (200, ("set-cookie", "techaro.lol-anubis-auth=x; Path=/"), True),
        (200, ("set-cookie", "techaro.lol-anubis-auth=; Max-Age=0"), False),
        (200, ("set-cookie", "session=x"), False),
        (200, ("x-note", "techaro.lol-anubis-auth=x"), False),
    ],
)
def test_headers(status: int, header: tuple[str, str], is_one: bool) -> None:
    assert is_challenged(Response(status, (("content-type", "text/html"), header))) is is_one


# As the makers' own pages say: Cloudflare (thrice), Anubis, DDoS-Guard, Imperva, HUMAN, Fastly.
@pytest.mark.parametrize(
    "title",
    [
        "Just a moment...",
        "Attention Required! | Cloudflare",
        "请稍候…",
        "Making sure you're not a bot!",
        "DDoS-Guard",
        "Pardon Our Interruption",
        "Access to this page has been denied.",
        "Client Challenge",
    ],
)
def test_titles_of_pages_that_say_little(title: str) -> None:
    short, long = (read_page(f"<title>{title}</title><p>{'word ' * count}".encode(), "text/html") for count in (119, 120))
    assert is_challenge(short)
    assert not is_challenge(long)


@pytest.mark.parametrize("title", ["A moment", "Is it just a moment?", "Challenges for clients", ""])
def test_other_titles(title: str) -> None:
    assert not is_challenge(read_page(f"<title>{title}</title><p>Words".encode(), "text/html"))
