"""The rule placeholder-link."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import ClassVar

from notelint.finding import Finding, Severity
from notelint.note import Link, Note
from notelint.pattern import late_pattern
from notelint.rule import NoteRule, option
from notelint.web.address import Address, parse, reach, reserved_name
from notelint.web.written.fault import is_addressed, shown
from notelint.web.written.targets import written_fault

# Hosts worth a closer look: reserved names, numbers, IPv6. All others are told at one glance.
_SUSPECT = late_pattern(
    r"(?i)(?:https?|wss?|ftp):/*[^/?#]*(?:localhost|example|invalid|test|local|arpa|alt|internal|\[|[./@][0-9][0-9a-fx.]*\.?(?=[:/?#]|\Z))"
)

# How much text behind a tag is looked at, in characters.
_LONGEST = 200


class PlaceholderLink(NoteRule):
    r"""A link leads to a real address, not to a stand-in or to one's own machine.

    `localhost`, private IP addresses and names like `printer.local` lead elsewhere for each reader, or nowhere. `example.com`
    and its kin (RFC 2606, RFC 6761) are kept free for examples: as the target of a link, one of them was to be filled in.
    Where readers see the address itself, it is mostly shown to be typed, and so left alone; `hosts` allows hosts by name or
    pattern.

    ```bad
    ⟦[Preview](http://localhost:4000/)⟧, ⟦[router](http://192.168.0.1/admin)⟧, ⟦[docs](https://www.example.com/docs)⟧,
    ⟦[printer](http://printer.local)⟧, ⟦[loop](http://[::1]:8080/)⟧, ⟦[number](http://2130706433/)⟧ and ⟦[range](http://192.0.2.7/)⟧.
    ```

    ```good
    [Real](https://gobyexample.com/), [Latin](https://texample.net/), [tests](https://test.io/), [local](https://local.ch/),
    [path](https://a.org/localhost), [resolver](https://1.1.1.1/), [mail](mailto:me@example.com), [file](example.com.md),
    http://localhost:8000, [http://localhost:3000](http://localhost:3000/), [localhost:3000/a](http://localhost:3000/a),
    <a href="http://127.0.0.1/docs">http://127.0.0.1/docs</a>, [`http://127.0.0.1/docs`](http://127.0.0.1/docs)
    and `http://127.0.0.1/`.
    ```

    ```good hosts = ["localhost", "*.example.com"]
    [Preview](http://localhost:4000/), [docs](https://www.example.com/docs)
    ```
    """

    name: ClassVar[str] = "placeholder-link"
    severity: ClassVar[Severity] = "advice"
    hosts: tuple[str, ...] = option("Hosts that may be linked to, by name or pattern (`*.example.com`).", ())

    def check(self, note: Note) -> Iterable[Finding]:
        """A finding for each link to a reserved name or to an address that is not public."""
        for link in note.links:
            if not _SUSPECT.match(link.target) or link.kind in ("bare", "autolink") or not is_addressed(link):
                continue
            address = parse(link.target)
            if (
                address is None
                or written_fault(link.target)
                or any(fnmatchcase(address.host, pattern) for pattern in self.hosts)
            ):
                continue
            why = _why(address)
            if why and not _is_shown(link, note.text.content):
                message = f"{shown(link.target)} {why}. Put the real address here, or write it as code."
                yield self.finding(note, link.span, message)


def _is_shown(link: Link, content: str) -> bool:
    """Whether readers see the address that the link leads to, with or without its scheme."""
    text = content[link.span.end : link.span.end + _LONGEST].partition("</")[0] if link.kind == "html" else link.text
    return _bare(text) == _bare(link.target)


def _bare(address: str) -> str:
    return address.strip().rpartition("://")[2].rstrip("/")


def _why(address: Address) -> str | None:
    """What is wrong with the host, in words."""
    where = reach(address.host)
    if where == "loopback":
        return (
            "leads to the reader's own machine (RFC 6761)"
            if "localhost" in address.host
            else "leads to the reader's own machine"
        )
    if where not in (None, "public"):
        return f"leads to a {where} address (IANA's special-purpose registry)"
    reserved = reserved_name(address.host)
    if reserved is None:
        return None
    name, source = reserved
    if name in ("local", "home.arpa", "internal"):
        return f"works in one network only: `{name}` names are private ({source})"
    return f"leads nowhere: `{name}` is reserved ({source})"
