"""Addresses that are badly written, as far as they reach the web, and hosts that must not be asked."""

from collections.abc import Iterator

from notelint.web.policy import Policy
from tests.web.cases import Case, html

_PAGE = html("<title>Page</title><p>Words")

_REFUSED = (
    ("no-host", "http://", "No host"),
    ("no-host-slashes", "https:///", "No host, three slashes"),
    ("open-bracket", "http://[::1", "A bracket that is not closed"),
    ("bracket-in-host", "https://example]org/x", "A bracket in the host"),
    ("semicolon", "https;//host.test/x", "A semicolon for the colon"),
    ("big-port", "https://host.test:65536/", "A port above 65535"),
    ("nul", "https://host\0.test/", "NUL in the host"),
    ("mail", "mailto:a@host.test", "An address of mail"),
    ("data", "data:text/html,x", "Data instead of an address"),
    ("script", "javascript:alert(1)", "Script instead of an address"),
    ("file", "file:///etc/passwd", "A file"),
    ("megabyte", "https://host.test/" + "a" * 1_000_000, "An address of a megabyte"),
    ("empty", "", "Nothing"),
)

_READ = (
    ("tab", "https://host.test/a\tb", "https://host.test/ab", "A tab in the path"),
    ("newline", "https://host.test/a\nb", "https://host.test/ab", "A line break in the path"),
    ("blank", "https://host.test/a b", "https://host.test/a%20b", "A blank in the path"),
    ("bad-escape", "https://host.test/%zz", "https://host.test/%zz", "A percent sign without digits"),
    ("backslash", "https://host.test\\a\\b", "https://host.test/a/b", "Backslashes"),
    ("backslash-at", "http://a.test\\@b.test/", "http://a.test/@b.test/", "A backslash that hides the host"),
    ("idna", "https://bücher.test/", "https://xn--bcher-kva.test/", "An international host"),
    ("final-stop", "https://host.test/Apple_Inc.", "https://host.test/Apple_Inc.", "A full stop that belongs to the path"),
    ("no-scheme", "//host.test/page", "https://host.test/page", "No scheme"),
    ("userinfo", "https://me:secret@host.test/page", "https://host.test/page", "User and password"),
    ("fragment", "https://host.test/page#part", "https://host.test/page", "A fragment"),
    ("capitals", "HTTPS://HOST.TEST/Page", "https://host.test/Page", "Capitals in scheme and host"),
    ("dots", "https://host.test/a/../b/./c", "https://host.test/b/c", "Dots in the path"),
    ("own-port", "https://host.test:443/", "https://host.test/", "The port of the scheme"),
)

_PRIVATE = (
    ("loopback", "http://127.0.0.1/", "127.0.0.1"),
    ("zero", "http://0/", "A host that is 0"),
    ("decimal", "http://2130706433/", "A host that is one number"),
    ("hexadecimal", "http://0x7f.1/", "A host in hexadecimal"),
    ("octal", "http://0177.1/", "A host in octal"),
    ("mapped", "http://[::ffff:127.0.0.1]/", "IPv4 mapped into IPv6"),
    ("nat64", "http://[64:ff9b::7f00:1]/", "IPv4 behind NAT64"),
    ("6to4", "http://[2002:7f00:1::]/", "IPv4 in 6to4"),
    ("localhost", "http://localhost/", "localhost"),
    ("localhost-stop", "http://localhost./", "localhost with a full stop"),
    ("shared", "http://100.64.0.1/", "Shared by carriers (CGNAT)"),
    ("multicast", "http://224.0.0.1/", "Multicast"),
    ("reserved", "http://240.0.0.1/", "Reserved"),
    ("private", "http://192.168.10.1/", "Private"),
    ("link-local", "http://169.254.10.1:8080/", "Link-local"),
    ("ipv6-loopback", "http://[::1]/", "::1"),
    ("ipv6-private", "http://[fd00::1]/", "Private, IPv6"),
)

_ASKED_BY_LYCHEE = {"zero", "mapped", "localhost-stop"}


def _cases() -> Iterator[Case]:
    for id_, url, case in _REFUSED:
        yield Case(f"refused-{id_}", "4c", case, [], "unsure", "invalid-address", 0, url=url)
    for id_, url, asked, case in _READ:
        peers = {"lychee": "sent as Basic credentials"} if id_ == "userinfo" else {}
        yield Case(f"read-{id_}", "4c", case, [_PAGE], "alive", "ok", 1, url=url, asked=asked, peers=peers)
    for id_, url, case in _PRIVATE:
        peers = {"lychee": "fetched even with --exclude-all-private"} if id_ in _ASKED_BY_LYCHEE else {}
        yield Case(f"private-{id_}", "5", case, [_PAGE], "unsafe", "forbidden-address", 0, url=url, peers=peers)


ADDRESS_CASES: tuple[Case, ...] = (
    *_cases(),
    Case(
        "private-allowed",
        "5",
        "127.0.0.1 with --allow-private",
        [_PAGE],
        "alive",
        "ok",
        1,
        url="http://127.0.0.1/",
        policy=Policy(allow_private=True),
    ),
)
