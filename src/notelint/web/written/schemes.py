"""Faults at the beginning of an address: a scheme that is missing, misspelt, doubled, or not followed by `://`."""

import re
from posixpath import commonprefix

from notelint.pattern import late_pattern
from notelint.web.domains import FILE_ENDINGS, host_ending
from notelint.web.written.fault import Fault, shown

_TWICE = late_pattern(r"(?i)https?:?/*(https?)(?P<colon>:?)(?P<slashes>/*)(?=[\w\[])")
_CROOKED = late_pattern(r"(?i)(https?)(?P<colon>[:;.,]{0,2})\s*(?P<slashes>[/\\]*)\s*(?=[\w\[])")
_MISSPELT = late_pattern(r"(?i)([a-z]{2,7})(?:[:;]/+|//+)(?=\w)")
_BEFORE = late_pattern(r"(?i)(?:[^\w#?%]{1,4}|%20|%22)(?=https?://)")
_LETTERS_LOST = late_pattern(r":/{2,}(?=\w)")
_PORT = late_pattern(r"(?i)(localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+):\d{1,5}(?=[/?#]|\Z)")
_ADDRESS_V4 = late_pattern(r"\d{1,3}(?:\.\d{1,3}){3}\Z")

# Schemes in use that differ from http or https by one letter (https://www.iana.org/assignments/uri-schemes).
_REAL = frozenset({"http", "https", "shttp", "httpx"})


def scheme_fault(target: str) -> Fault | None:
    """What is wrong with the scheme of a target that seems to have one."""
    return _twice(target) or _crooked(target) or _misspelt(target) or _stray_before(target)


def host_fault(target: str) -> Fault | None:
    """A target that begins with the name of a host and would have to be a file, if that is what it is."""
    first = re.split(r"[/?#]", target, maxsplit=1)[0]
    if _PORT.match(target):
        name = first.rpartition(":")[0]
        local = name == "localhost" or _ADDRESS_V4.match(name)
        return _without_scheme(target, "http" if local else "https") if local or host_ending(name) else None
    if _ADDRESS_V4.match(first):
        return _without_scheme(target, "http")
    ending = host_ending(first)
    if ending is None:
        return None
    if ending in FILE_ENDINGS and not first.startswith("www."):
        return _either(target, first)
    return _without_scheme(target, "https")


def _without_scheme(target: str, scheme: str) -> Fault:
    meant = f"{scheme}://{target}"
    message = f"{shown(target)} has no scheme, so it is read as a file, and there is none. Write {shown(meant)}."
    return Fault("missing scheme", message, meant, "safe")


def _either(target: str, first: str) -> Fault:
    meant = f"https://{target}"
    message = (
        f"{shown(target)} has no scheme, so it is read as a file, and there is none. "
        f"Write {shown(meant)} if the host `{first}` is meant, or add the file."
    )
    return Fault("missing scheme", message, meant)


def _twice(target: str) -> Fault | None:
    """`http://https://x`, `https://http//x`: the last one counts."""
    match = _TWICE.match(target)
    if not match or len(match["slashes"]) < (1 if match["colon"] else 2):
        return None
    return _meant("doubled scheme", target, f"{match[1].lower()}://{target[match.end() :]}", "begins with a scheme twice")


def _crooked(target: str) -> Fault | None:
    r"""`http:/x`, `https//x`, `https;//x`, `https:///x`, `https:\\x`, `https:// x`: what follows the scheme is wrong."""
    match = _CROOKED.match(target)
    if not match or match[0].lower() in ("http://", "https://"):
        return None
    if match["colon"] != ":" and len(match["slashes"]) < 2:
        return None
    meant = f"{match[1]}://{target[match.end() :]}"
    return _meant("misspelt scheme", target, meant, "does not have `://`, and nothing else, behind its scheme")


def _misspelt(target: str) -> Fault | None:
    """`htps://x`, `htpp://x`, `ttps://x`, `://x`: one letter lost, doubled, swapped or wrong."""
    lost = _LETTERS_LOST.match(target)
    if lost:
        return _meant("misspelt scheme", target, f"https://{target[lost.end() :]}", "lacks its scheme", safe=False)
    match = _MISSPELT.match(target)
    if not match or match[1].lower() in _REAL:
        return None
    meant = next((name for name in ("https", "http") if _one_slip(match[1].lower(), name)), None)
    if meant is None:
        return None
    return _meant(
        "misspelt scheme", target, f"{meant}://{target[match.end() :]}", f"begins with `{match[1]}`, which is no scheme"
    )


def _stray_before(target: str) -> Fault | None:
    """`=https://x`, `./https://x`, `%20https://x`: something stands before the scheme."""
    match = _BEFORE.match(target)
    if not match:
        return None
    return _meant("stray characters", target, target[match.end() :], f"has `{match[0]}` before its scheme")


def _meant(cause: str, target: str, meant: str, why: str, *, safe: bool = True) -> Fault:
    return Fault(cause, f"{shown(target)} {why}. Write {shown(meant)}.", meant, "safe" if safe else "unsafe")


def _one_slip(written: str, meant: str) -> bool:
    """Whether one slip of the pen leads from one word to the other: a letter lost, added, replaced, or two swapped."""
    if abs(len(written) - len(meant)) > 1:
        return False
    start = len(commonprefix((written, meant)))
    one, two = written[start:], meant[start:]
    swapped = one[:2] == two[1::-1] and one[2:] == two[2:] and len(one) > 1
    return swapped or one[1:] == two or one == two[1:] or one[1:] == two[1:]
