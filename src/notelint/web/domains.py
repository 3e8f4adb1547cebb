"""Names of hosts: what may be one, and to whom it belongs.

The names that exist come from the Public Suffix List (https://publicsuffix.org/), which ships with its package.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from notelint.pattern import late_pattern

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

# Labels of letters, digits and hyphens (RFC 1123, section 2.1), and underscores, which real names have; the last is a word.
_HOST = late_pattern(r"(?i)(?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\.)+([a-z]{2,24}|xn--[a-z0-9-]+)\Z")

# Never a host in notes, though Moldova has it.
_FILE_ONLY = frozenset({"md"})

# Top-level domains under which real sites live and which are also the endings of files that people link to. Chosen by hand from
# the list of top-level domains: an ending belongs here when a program or a format is widely known by it.
FILE_ENDINGS = frozenset(
    [
        "ai",
        "app",
        "cab",
        "cc",
        "dot",
        "do",
        "gs",
        "in",
        "info",
        "java",
        "la",
        "ly",
        "map",
        "me",
        "mk",
        "ml",
        "mm",
        "mo",
        "mov",
        "ms",
        "name",
        "nc",
        "org",
        "page",
        "pl",
        "pm",
        "prof",
        "properties",
        "ps",
        "pub",
        "py",
        "rest",
        "rs",
        "sc",
        "sh",
        "so",
        "st",
        "sv",
        "tab",
        "tf",
        "tm",
        "ws",
        "zip",
        "zone",
    ]
)


@cache
def _endings() -> frozenset[str]:
    """The top-level domains: the last labels of the list's first section (`*.mm` has no line for `mm`).

    To have the package read all rules takes three times as long.
    """
    from publicsuffixlist import PSLFILE, encode_idn

    public = Path(PSLFILE).read_text("utf-8").partition("===END ICANN DOMAINS===")[0]
    labels = {line.rpartition(".")[2] for line in public.splitlines() if line and not line.startswith("//")}
    return frozenset(label if label.isascii() else encode_idn(label) for label in labels)


@cache
def _suffixes() -> "PublicSuffixList":
    """The list, read once (some 40 ms), and only for a host in question."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(accept_unknown=False, only_icann=True)


def host_ending(name: str) -> str | None:
    """The top-level domain of a name that could be a host on the web, in lower case; None for what is none.

    Capitals in the ending speak for a product or a class (`ASP.NET`, `Foo.Name`), not for a host.
    """
    match = _HOST.match(name)
    if not match or match[1] in _FILE_ONLY or match[1] != match[1].lower():
        return None
    return match[1] if match[1] in _endings() else None


def registrable_domain(host: str) -> str | None:
    """The part of a host that someone registered (`docs.example.co.uk` → `example.co.uk`); None for a public suffix itself."""
    found: str | None = _suffixes().privatesuffix(host.rstrip(".").lower())
    return found
