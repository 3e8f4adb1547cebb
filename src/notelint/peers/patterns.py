"""Globs and regular expressions of other programs as patterns of ours."""

import re
from collections.abc import Iterator

_BRACES = re.compile(r"\{([^{}]*,[^{}]*)\}")
# What makes a regular expression more than text with `.*` in it.
_META = re.compile(r"[\[\](){}+?|^$*\\]")
_MOST = 64


def from_glob(pattern: str) -> list[str]:
    """A glob that counts from the top (as globby and the like have it), without braces; empty where there are too many."""
    found = [pattern.removeprefix("./")]
    while any(map(_BRACES.search, found)):
        found = [made for one in found for made in _spread(one)]
        if len(found) > _MOST:
            return []
    return [one if "/" in one.rstrip("/") or one.startswith("**") else f"/{one}" for one in found]


def from_regex(expression: str) -> list[str] | None:
    """Patterns in which `*` stands for anything, for what an expression is found in; None where none would do."""
    if expression.startswith("(?i)") and "/" not in expression.replace("://", ""):
        expression = expression.removeprefix("(?i)").lower()  # the case of a host does not count
    parts = _alternatives(expression)
    made = [_from_plain(part) for part in parts]
    return [one for one in made if one is not None] if all(one is not None for one in made) else None


def from_path_regex(expression: str) -> str | None:
    """A pattern for paths in which the expression is found; None where none would do.

    Text that stands for itself is taken for the name of a file or folder, which is what it mostly means.
    """
    anchor = next((one for one in ("(^|/)", "(?:^|/)", "^./", "^", "./") if expression.startswith(one)), "")
    is_end = expression.endswith("$")
    text = _text(expression[len(anchor) : len(expression) - is_end])
    if text is None or not text.strip("*/"):
        return None
    if not anchor and is_end:
        return f"*{text.lstrip('*')}"
    end = "" if is_end or not anchor or text.endswith(("/", "*")) else "*"
    if anchor in ("^./", "^", "./"):
        return f"/{text.lstrip('/')}{end}"
    return f"**/{text.lstrip('/')}{end}" if "/" in text.strip("/") else f"{text.lstrip('/')}{end}"


def _spread(pattern: str) -> Iterator[str]:
    found = _BRACES.search(pattern)
    if not found:
        yield pattern
        return
    for part in found[1].split(","):
        yield pattern[: found.start()] + part + pattern[found.end() :]


def _alternatives(expression: str) -> list[str]:
    return [expression] if any(sign in expression for sign in "()[]") else expression.split("|")


def _from_plain(expression: str) -> str | None:
    starts, ends = expression.startswith("^"), expression.endswith("$") and not expression.endswith("\\$")
    inner = expression[starts : len(expression) - ends]
    inner = inner.replace("https?://", "http.*://")
    text = _text(inner)
    if text is None or not text.strip("*"):
        return None
    # What begins with a scheme begins an address, wherever the expression could be found.
    front = "" if starts or re.match(r"[a-z]+\*?://", text) else "*"
    return re.sub(r"\*+", "*", f"{front}{text}{'' if ends else '*'}")


def _text(expression: str) -> str | None:
    """A regular expression as text, with `*` for `.*`; None where it says more. A bare `.` is taken for a dot."""
    text = expression.replace(".*", "\0").replace(".+", "\0").replace("/*", "/\0" if expression.endswith("/*") else "/*")
    text = re.sub(r"\\([./:?&=+#_~%@!,;$*()-])", lambda found: "\1" + found[1], text)
    if _META.search(re.sub("\1.", "", text)) or "\1*" in text:
        return None
    return text.replace("\1", "").replace("\0", "*")
