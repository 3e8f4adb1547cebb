"""Addresses, their hosts, and where these lie."""

import pytest
from ada_url import parse_url
from hypothesis import given
from hypothesis import strategies as st

from notelint.web.address import Address, bare, parse, reach, reserved_name, scheme
from notelint.web.domains import FILE_ENDINGS, host_ending, registrable_domain
from notelint.web.host_name import host_of, origin_of


def test_an_address_is_read_as_browsers_read_it() -> None:
    address = parse("HTTPS://Joe:s%40d@Bücher.Example.:8443/a/../b c?q=1#Top")
    assert address is not None
    assert address == (
        "https",
        "Joe",
        "s%40d",
        "xn--bcher-kva.example.",
        8443,
        "/b%20c",
        "q=1",
        "Top",
    )


def test_the_port_of_the_scheme_is_none() -> None:
    assert [
        address and address.port for address in map(parse, ("https://a.org:443", "http://a.org:80", "http://a.org:443"))
    ] == [
        None,
        None,
        443,
    ]


def test_what_other_libraries_read_differently() -> None:
    backslash, relative = parse(r"http://a.com\@b.com/"), parse("//a.org/x")
    assert backslash is not None
    assert (backslash.host, backslash.path) == ("a.com", "/@b.com/")
    assert relative is not None
    assert (relative.scheme, relative.host) == ("https", "a.org")


def test_the_port_of_an_ip_address_and_of_another_scheme() -> None:
    six, other = parse("http://[2001:db8::1]:8080/x"), parse("ftp://a.org:2121/x?q#f")
    assert six is not None
    assert (six.host, six.port) == ("[2001:db8::1]", 8080)
    assert other == ("ftp", "", "", "a.org", 2121, "/x", "q", "f")


def test_an_address_is_asked_for_without_user_password_and_fragment() -> None:
    address, plain = parse("https://me:secret@a.org:8443/x?q=1#top"), parse("https://a.org")
    assert address is not None
    assert plain is not None
    assert bare(address) == "https://a.org:8443/x?q=1"
    assert bare(plain) == "https://a.org/"


@pytest.mark.parametrize(
    "target", ["http://[::1", "http://a.org:99999/", "http://a b/", "http://a^b/", "http://1.2.3.4.5/", "http://", "x"]
)
def test_what_browsers_refuse_is_no_address(target: str) -> None:
    assert parse(target) is None


# Whatever parts an address, and what stands where it could be taken for that.
_PIECES = [
    "http://",
    "https:",
    "//",
    "a.org",
    "é.org",
    "[::1]",
    "127.1",
    "@",
    ":",
    "80",
    "8443",
    "/",
    "?",
    "#",
    "%3F",
    "\\",
    "..",
]


@given(st.sampled_from(["", "http://", "HTTPS://"]), st.lists(st.sampled_from([*_PIECES, " ", "x", "^", "'"]), max_size=9))
def test_the_parts_are_those_that_ada_tells(start: str, pieces: list[str]) -> None:
    target = start + "".join(pieces)
    try:
        parts = parse_url(f"https:{target}" if target.startswith("//") else target)
    except ValueError:
        assert parse(target) is None
        return
    address = parse(target)
    assert address == Address(
        parts["protocol"][:-1],
        parts["username"],
        parts["password"],
        parts["hostname"],
        int(parts["port"]) if parts["port"] else None,
        parts["pathname"],
        parts["search"][1:],
        parts["hash"][1:],
    )


@pytest.mark.parametrize(
    ("target", "name"),
    [("https://x", "https"), ("MAILTO:x", "mailto"), ("a/b:c", None), (r"C:\x", None), ("//x", None), ("1a:b", None)],
)
def test_schemes(target: str, name: str | None) -> None:
    assert scheme(target) == name


# One address inside and one at the edge of each range in IANA's registries, and the neighbours outside.
@pytest.mark.parametrize(
    ("host", "where"),
    [
        ("127.0.0.1", "loopback"),
        ("127.255.255.255", "loopback"),
        ("128.0.0.0", "public"),
        ("10.0.0.0", "private"),
        ("172.16.0.0", "private"),
        ("172.31.255.255", "private"),
        ("172.32.0.0", "public"),
        ("192.168.255.255", "private"),
        ("169.254.169.254", "link-local"),
        ("100.64.0.0", "shared"),
        ("100.127.255.255", "shared"),
        ("100.128.0.0", "public"),
        ("0.0.0.0", "unspecified"),  # noqa: S104 - nothing listens here
        ("0.1.2.3", "unspecified"),
        ("224.0.0.1", "multicast"),
        ("255.255.255.255", "reserved"),
        ("192.0.2.1", "reserved"),
        ("198.19.255.255", "reserved"),
        ("203.0.113.9", "reserved"),
        ("8.8.8.8", "public"),
        ("[::1]", "loopback"),
        ("[::]", "unspecified"),
        ("[fd00::1]", "private"),
        ("[fe80::1]", "link-local"),
        ("[ff02::1]", "multicast"),
        ("[2001:db8::1]", "reserved"),
        ("[2606:4700::1111]", "public"),
        ("[::ffff:127.0.0.1]", "loopback"),
        ("[::ffff:8.8.8.8]", "public"),
        ("[::7f00:1]", "loopback"),
        ("[64:ff9b::a00:1]", "private"),
        ("[64:ff9b:1::1]", "private"),
        ("[2002:c0a8:1::]", "private"),
        ("localhost", "loopback"),
        ("app.localhost.", "loopback"),
        ("localhost.org", None),
        ("possiblylocalhost", None),
        ("a.org", None),
    ],
)
def test_where_a_host_lies(host: str, where: str | None) -> None:
    assert reach(host) == where


@pytest.mark.parametrize("written", ["2130706433", "0x7f.1", "017700000001", "127.1", "0x7f000001", "127.0.0.1."])
def test_numbers_that_are_the_own_machine_in_disguise(written: str) -> None:
    address = parse(f"http://{written}/")
    assert address is not None
    assert reach(address.host) == "loopback"


@given(st.ip_addresses())
def test_every_ip_address_lies_somewhere(address: object) -> None:
    text = f"[{address}]" if ":" in str(address) else str(address)
    assert reach(text) is not None


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("example.com", "example.com"),
        ("WWW.Example.ORG.", "example.org"),
        ("a.test", "test"),
        ("x.invalid", "invalid"),
        ("printer.local", "local"),
        ("nas.home.arpa", "home.arpa"),
        ("gobyexample.com", None),
        ("examples.com", None),
        ("texample.net", None),
        ("foo.bar.invalid2", None),
        ("integration.text", None),
        ("in-addr.arpa", None),
        ("example.edu", None),
        ("test.io", None),
    ],
)
def test_reserved_names(host: str, name: str | None) -> None:
    found = reserved_name(host)
    assert (found and found[0]) == name


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("loft.sh", "sh"),
        ("www.example.com", "com"),
        ("k8s.devstats.cncf.io", "io"),
        ("a_b.example.org", "org"),
        ("Example.com", "com"),
        ("notes.md", None),
        ("README.rst", None),
        ("index.html", None),
        ("node.js", None),
        ("package.json", None),
        ("v1.2", None),
        ("ASP.NET", None),
        (".github", None),
        ("com", None),
        ("-a.com", None),
        ("a..com", None),
        ("a b.com", None),
    ],
)
def test_what_may_be_a_host(name: str, ending: str | None) -> None:
    assert host_ending(name) == ending


def test_every_ambiguous_ending_is_a_top_level_domain() -> None:
    assert [ending for ending in sorted(FILE_ENDINGS) if host_ending(f"a.{ending}") is None] == []


def test_registrable_domains() -> None:
    hosts = ["docs.example.co.uk", "a.org.", "co.uk", "WWW.A.ORG"]
    assert [registrable_domain(host) for host in hosts] == ["example.co.uk", "a.org", None, "a.org"]


def test_host_and_origin_are_cut_out_of_an_address() -> None:
    url = "https://a.org:8443/x//y/https://b.org/"
    assert (host_of(url), origin_of(url)) == ("a.org:8443", "https://a.org:8443")
