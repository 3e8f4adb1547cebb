"""Cookies within one conversation, as far as gates need them that send a visitor round until a cookie comes back.

A small part of RFC 6265: names, values, domains and paths. Nothing is kept beyond the conversation, so lifetimes matter only
where a cookie is taken back at once.
"""

from notelint.web.address import Address, parse, reach
from notelint.web.domains import registrable_domain

# RFC 6265, section 6.1, asks for at least 50 cookies a domain and 4096 bytes each: a conversation needs no more.
_MOST = 50
_LONGEST = 4096


class Cookies:
    """The cookies that hosts have set in one conversation."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, bool, str, str], str] = {}

    def store(self, url: str, lines: list[str]) -> None:
        """Keep what the `Set-Cookie` lines of an answer from this address ask for."""
        address = parse(url) if lines else None
        if address is not None:
            for line in lines:
                self._store(address, line)

    def header(self, url: str) -> str:
        """The value of `Cookie` for a request to this address; empty for none."""
        address = parse(url) if self._values else None
        if address is None:
            return ""
        sent = [(key, value) for key, value in self._values.items() if _is_for(key, address)]
        return "; ".join(f"{key[3]}={value}" for key, value in sorted(sent, key=lambda item: -len(item[0][2])))

    def _store(self, address: Address, line: str) -> None:
        pair, *rest = line.split(";")
        name, mark, value = (part.strip() for part in pair.partition("="))
        attributes = {key.strip().lower(): given.strip() for key, _, given in (part.partition("=") for part in rest)}
        domain = attributes.get("domain", "").lstrip(".").lower()
        path = attributes.get("path", "")
        if (
            not mark
            or not name
            or len(pair) > _LONGEST
            or not _is_plain(pair)
            or (domain and not _may_set(address.host, domain))
        ):
            return
        key = (domain or address.host, bool(domain), path if path.startswith("/") else _folder(address.path), name)
        if attributes.get("max-age", "1").startswith(("0", "-")):
            self._values.pop(key, None)
        elif key in self._values or len(self._values) < _MOST:
            self._values[key] = value


def _is_plain(pair: str) -> bool:
    """Whether a cookie can be sent back as it came: printable ASCII alone."""
    return pair.isascii() and pair.isprintable()


def _may_set(host: str, domain: str) -> bool:
    """Whether a host may set cookies for a domain: its own name or one above it that somebody registered."""
    if host == domain:
        return True
    return host.endswith(f".{domain}") and reach(host) is None and registrable_domain(domain) is not None


def _is_for(key: tuple[str, bool, str, str], address: Address) -> bool:
    """Whether a cookie belongs to an address (RFC 6265, sections 5.1.3 and 5.1.4)."""
    domain, spreads, path, _ = key
    if address.host != domain and not (spreads and address.host.endswith(f".{domain}")):
        return False
    return address.path == path or address.path.startswith(path if path.endswith("/") else f"{path}/")


def _folder(path: str) -> str:
    return path.rpartition("/")[0] or "/"
