"""Faults inside an address whose scheme is right, and in the fragment of any target."""

import re

from notelint.finding import Safety
from notelint.pattern import late_pattern
from notelint.web.address import parse
from notelint.web.written.fault import Fault, shown

SEVERAL_FRAGMENTS = "more than one `#`"

_WEB = late_pattern(r"(?i)https?://")
_NO_HOST = late_pattern(r"(?i)https?:/*(?=[?#]|\Z)")
# Another address right behind a letter, digit or closing mark. Behind `/` or in a query it is handed on: archives, redirectors.
_GLUED = late_pattern(r"(?i)[^?#]*?[\w),](https?://[^/]+\.[^/]+)")
_BAD_ESCAPE = late_pattern(r"%(?![0-9A-Fa-f]{2})")
# What is left over from the text around a pasted address. A full stop stays: `…/Apple_Inc.` is a page.
_LEFT_OVER = late_pattern(r"""(?:[\]"'`>”\u2019»]+|[,;]|\*\*|%E2%80%8B|%22)+\Z""")
_PORT = late_pattern(r"//(?:[^/?#@]*@)?(?:\[[^\]]*\]|[^/?#:\[]*):([^/?#]*)")
_PORT_WORD = late_pattern(r"[A-Z_]+\Z|port\Z")


def address_fault(target: str) -> Fault | None:
    """What is wrong with an `http` or `https` address behind its scheme."""
    if _NO_HOST.match(target):
        return Fault("bad host", f"{shown(target)} has no host behind its scheme, so it leads nowhere.")
    if not _WEB.match(target):
        return None
    return glued(target) or _backslash(target) or _blank(target) or _end(target) or _escape(target) or _refused(target)


def fragment_fault(target: str) -> Fault | None:
    """`##x`, and `#a#b` outside the web, where scripts make sense of it: a fragment has one `#`."""
    path, mark, fragment = target.partition("#")
    if not mark or "#" not in fragment or (_WEB.match(target) and not fragment.startswith("#")):
        return None
    last = fragment.rpartition("#")[2]
    meant = f"{path}#{last}" if last else path or "#"
    doubled = fragment.lstrip("#") == last
    message = f"{shown(target)} has more than one `#`, so no heading or anchor can match. Write {shown(meant)}."
    return Fault(SEVERAL_FRAGMENTS, message, meant, "safe" if doubled and last else "unsafe")


def glued(target: str) -> Fault | None:
    """Two addresses without a break between them, or one twice."""
    half = _half(target) or _half(target.removesuffix("/"))
    if half:
        return Fault("glued addresses", f"{shown(target)} is one address twice. Write it once.", half)
    match = _GLUED.match(target)
    if not match:
        return None
    return Fault(
        "glued addresses", f"{shown(target)} is two addresses without a break; the second begins at {shown(match[1])}."
    )


def _half(target: str) -> str | None:
    """The address that a target is twice; None for any other target."""
    half = target[: len(target) // 2]
    return half if half + half == target and re.match(r"https?://.", half) else None


def _backslash(target: str) -> Fault | None:
    path = re.split(r"[?#]", target, maxsplit=1)[0]
    if "\\" not in path:
        return None
    meant = re.sub(r"\\(?=[_*~()\[\]&])", "", path).replace("\\", "/") + target[len(path) :]
    return Fault("backslash", f"{shown(target)} has a backslash, which no address has. Write {shown(meant)}.", meant)


def _blank(target: str) -> Fault | None:
    inner = target.strip()
    if not re.search(r"\s", inner):
        return None
    if re.search(r"\s", re.split(r"[?#]", inner, maxsplit=1)[0].partition("://")[2].partition("/")[0]):
        return Fault("blank", f"The host in {shown(target)} has a blank in it, so the link leads nowhere.")
    meant = re.sub(r"\s", lambda blank: "%20" if blank[0] != "\n" else "", inner)
    return Fault("blank", f"{shown(target)} has a blank in it, which an address cannot have. Write {shown(meant)}.", meant)


def _end(target: str) -> Fault | None:
    """Closing marks that nothing opened, or quotes and commas behind the last character."""
    if ":~:" in target:
        return None
    body = _without_rest(target)
    if body == target:
        return None
    left = target[len(body) :]
    safety: Safety = "safe" if left[0] in "\"'`”\u2019" else "unsafe"
    return Fault("stray end", f"{shown(target)} ends in a stray `{left}`. Write {shown(body)}.", body, safety)


def _without_rest(target: str) -> str:
    """The target up to where what is left over begins: a few marks, for nobody leaves a thousand."""
    for _ in range(20):
        match = _LEFT_OVER.search(target, max(0, len(target) - 40))
        if match and not _is_paired(match[0], target):
            target = target[: match.start()]
        elif target.endswith(")") and target.count(")") > target.count("("):
            target = target[:-1]
        else:
            break
    return target


def _is_paired(rest: str, target: str) -> bool:
    """Whether a bracket or quote at the end has its counterpart before, as in a search for `"two words"`."""
    return (rest[0] == "]" and target.count("[") >= target.count("]")) or (rest in ("'", '"') and target.count(rest) % 2 == 0)


def _escape(target: str) -> Fault | None:
    """A `%` in host or path that two hexadecimal digits do not follow (RFC 3986, section 2.1); queries are left alone."""
    path = re.split(r"[?#]", target, maxsplit=1)[0]
    if not _BAD_ESCAPE.search(path):
        return None
    meant = _BAD_ESCAPE.sub("%25", path) + target[len(path) :]
    message = f"{shown(target)} has a `%` without two hexadecimal digits behind it. Write `%25` for the sign itself."
    return Fault("bad percent-escape", message, meant)


def _refused(target: str) -> Fault | None:
    """An address that the URL Standard refuses: its host, its port, its IPv6 address."""
    if parse(target) is not None:
        return None
    port = _PORT.search(target)
    if port and _PORT_WORD.match(port[1]):
        return None
    if port and not (port[1].isascii() and port[1].isdigit() and int(port[1]) < 65536):
        return Fault("bad port", f"`{port[1]}` in {shown(target)} is no port: ports are numbers up to 65535.")
    kind = "IPv6 address" if "[" in target.partition("://")[2].partition("/")[0] else "host"
    return Fault(f"bad {kind}", f"The {kind} in {shown(target)} is not valid, so no browser follows the link.")
