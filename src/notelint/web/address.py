r"""Addresses on the web without any input or output: their parts, and where a host lies.

Addresses are read as browsers read them (WHATWG URL Standard, https://url.spec.whatwg.org/), by ada, because the standard
library's `urlsplit` takes `http://a.com\@b.com/` and `http://2130706433/` for something else.
"""

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from notelint.pattern import late_pattern

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Reach: TypeAlias = Literal["public", "loopback", "private", "link-local", "shared", "multicast", "reserved", "unspecified"]

# A scheme of one letter is a Windows drive.
_SCHEME = late_pattern(r"(?i)([a-z][a-z0-9+.-]+):")
_NUMBER = late_pattern(r"[0-9.]+\Z|\[")

# The specification that sets a name aside, by the suffix that names it.
_RESERVED = {
    "example.com": "RFC 2606",
    "example.net": "RFC 2606",
    "example.org": "RFC 2606",
    "example": "RFC 2606",
    "invalid": "RFC 2606",
    "test": "RFC 2606",
    "localhost": "RFC 6761",
    "local": "RFC 6762",
    "home.arpa": "RFC 8375",
    "alt": "RFC 9476",
    "internal": "ICANN resolution 2024.07.29.06",
}

# IANA's special-purpose registries (https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry),
# in words. Python's `is_private` and kin changed their minds between releases and lump them together.
_RANGES: tuple[tuple[str, Reach], ...] = (
    ("0.0.0.0/8", "unspecified"),
    ("127.0.0.0/8", "loopback"),
    ("10.0.0.0/8", "private"),
    ("172.16.0.0/12", "private"),
    ("192.168.0.0/16", "private"),
    ("169.254.0.0/16", "link-local"),
    ("100.64.0.0/10", "shared"),
    ("192.0.0.0/24", "reserved"),
    ("192.0.2.0/24", "reserved"),
    ("198.18.0.0/15", "reserved"),
    ("198.51.100.0/24", "reserved"),
    ("203.0.113.0/24", "reserved"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
    ("::/128", "unspecified"),
    ("::1/128", "loopback"),
    ("64:ff9b:1::/48", "private"),
    ("fc00::/7", "private"),
    ("fe80::/10", "link-local"),
    ("fec0::/10", "private"),
    ("ff00::/8", "multicast"),
    ("100::/64", "reserved"),
    ("2001:db8::/32", "reserved"),
    ("3fff::/20", "reserved"),
)


class Address(NamedTuple):
    """An address in WHATWG's normal form: scheme and host in lower case, an international host as `xn--`, an IPv4 host dotted.

    `host` keeps the brackets of an IPv6 address. `port` is None when it is the scheme's own. `path` begins with `/`; `query`
    and `fragment` come without their `?` and `#`.
    """

    scheme: str
    username: str
    password: str
    host: str
    port: int | None
    path: str
    query: str
    fragment: str


def scheme(target: str) -> str | None:
    """The scheme that a link's target begins with, in lower case, or None (RFC 3986, section 3.1)."""
    match = _SCHEME.match(target)
    return match[1].lower() if match else None


# In the order of `Address`.
_PARTS = ("protocol", "username", "password", "hostname", "port", "pathname", "search", "hash")


@lru_cache(1 << 14)  # rules, the gathering of addresses, and each conversation a dozen times read the same ones
def parse(target: str) -> Address | None:
    """The address that a target with a scheme (or a protocol-relative one) is to a browser; None where a browser refuses it."""
    from ada_url import normalize_url  # imported when needed: most links are judged without it

    try:
        url = normalize_url("https:" + target if target.startswith("//") else target)
    except ValueError:
        return None
    return _web_parts(url) if url.startswith(("https://", "http://")) else _parts(url)


def _web_parts(url: str) -> Address:
    """The parts of an address on the web that is in normal form: there each mark that parts them stands for nothing else.

    To ask ada for each of them takes three times as long.
    """
    rest, _, fragment = url.partition("#")
    rest, _, query = rest.partition("?")
    scheme, _, rest = rest.partition("://")
    authority, slash, path = rest.partition("/")
    given, _, host = authority.rpartition("@")
    user, _, password = given.partition(":")
    name, _, port = host.rpartition(":") if not host.endswith("]") else (host, "", "")
    return Address(scheme, user, password, name or host, int(port) if name and port else None, slash + path, query, fragment)


def _parts(url: str) -> Address:
    """The parts of any other address."""
    from ada_url import parse_url

    parts = parse_url(url, _PARTS)
    name, user, password, host, port, path, query, fragment = (parts[part] for part in _PARTS)  # type: ignore[literal-required]  # names of its keys
    return Address(name.rstrip(":"), user, password, host, int(port) if port else None, path, query[1:], fragment[1:])


def join(base: str, target: str) -> Address | None:
    """The address that a target is, seen from another address, as browsers join them; None where a browser refuses it."""
    from ada_url import URL  # imported when needed: as in `parse`

    try:
        return parse(URL(target, base).href)
    except (ValueError, UnicodeError):
        return None


def bare(address: Address) -> str:
    """An address as it is asked for: without user, password and fragment."""
    port = "" if address.port is None else f":{address.port}"
    query = f"?{address.query}" if address.query else ""
    return f"{address.scheme}://{address.host}{port}{address.path}{query}"


def reserved_name(host: str) -> tuple[str, str] | None:
    """The reserved name that a host is or lies under, and the specification that reserves it; None for all others."""
    labels = host.rstrip(".").lower().split(".")
    for count in (1, 2):
        suffix = ".".join(labels[-count:])
        if suffix in _RESERVED:
            return suffix, _RESERVED[suffix]
    return None


def reach(host: str) -> Reach | None:
    """Where a host in normal form lies, as far as it can be told without asking: only for IP addresses and `localhost`."""
    if host.rstrip(".").split(".")[-1] == "localhost":
        return "loopback"
    if not _NUMBER.match(host):
        return None
    from ipaddress import ip_address

    try:
        return _reach(_embedded(ip_address(host.strip("[]"))))
    except ValueError:
        return None


def _reach(address: "IPv4Address | IPv6Address") -> Reach:
    """The reach of an IP address."""
    return next((found for network, found in _networks() if address in network), "public")


def _embedded(address: "IPv4Address | IPv6Address") -> "IPv4Address | IPv6Address":
    """The IPv4 address that an IPv6 address stands for, else the address itself.

    Mapped and compatible (RFC 4291, section 2.5.5), 6to4 (RFC 3056), NAT64 (RFC 6052, 64:ff9b::/96).
    """
    from ipaddress import IPv4Address, IPv6Address

    if isinstance(address, IPv4Address):
        return address
    value = int(address)
    if address.ipv4_mapped or value >> 32 == int(IPv6Address("64:ff9b::")) >> 32 or 1 < value < 1 << 32:
        return IPv4Address(value & 0xFFFFFFFF)
    return address.sixtofour or address


@cache
def _networks() -> "tuple[tuple[IPv4Network | IPv6Network, Reach], ...]":
    """The special ranges, parsed once."""
    from ipaddress import ip_network

    return tuple((ip_network(text), found) for text, found in _RANGES)
