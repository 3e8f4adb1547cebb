"""Patterns that choose paths, read as git reads the lines of a `.gitignore` (gitignore(5), "PATTERN FORMAT").

* A pattern without `/` (but for one at its end) matches at any depth: `*.md`, `drafts`. One with a `/` counts from the top.
* `*` and `?` stay within one part of the path, `**` spans any number of parts, `[a-z]` and `[!a-z]` are sets; a `[` that
  is never closed stands for itself.
* A pattern that matches a folder matches all below it; with a `/` at its end, it matches folders only.
* `!pattern` takes back what an earlier pattern matched: the last one that matches decides.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache


def matches(path: str, patterns: Iterable[str], *, chosen: bool = False) -> bool:
    """Whether the patterns choose this path, which has `/` between its parts and none in front.

    With `chosen`, something else has chosen it before them.
    """
    for pattern in patterns:
        negative = pattern.startswith("!")
        if chosen == negative and _compiled(pattern.removeprefix("!")).fullmatch(path):
            chosen = not negative
    return chosen


def below(folder: str, pattern: str) -> str:
    """The pattern, which counts from `folder`, as one that counts from the top."""
    if not folder:
        return pattern
    sign, plain = ("!", pattern[1:]) if pattern.startswith("!") else ("", pattern)
    inner = plain.lstrip("/") if _anchored(plain) else f"**/{plain}"
    return f"{sign}{_literal(folder)}/{inner}"


def within(folder: str, pattern: str) -> tuple[str, ...]:
    """The pattern, which counts from the top, as patterns that count from `folder`: none where it cannot match below it."""
    sign, plain = ("!", pattern[1:]) if pattern.startswith("!") else ("", pattern)
    if not folder or not _anchored(plain):
        return (pattern,)
    ends = "/" if plain.endswith("/") else ""
    rests = _rests(folder.split("/"), plain.strip("/").split("/"))
    return tuple(dict.fromkeys(f"{sign}/{'/'.join(rest)}{ends}" for rest in rests))


def _rests(folders: list[str], parts: list[str]) -> Iterator[list[str]]:
    """What is left of a pattern's parts behind these folders, in every way in which `**` can be read."""
    if not parts:
        yield ["**"]  # it chooses a folder above, and so all below
    elif not folders:
        yield parts
    elif parts[0] == "**":
        yield from _rests(folders[1:], parts)
        if parts[1:]:
            yield from _rests(folders, parts[1:])
    elif re.fullmatch(_part(parts[0]), folders[0]):
        yield from _rests(folders[1:], parts[1:])


def _anchored(pattern: str) -> bool:
    return "/" in pattern.rstrip("/")


def _literal(text: str) -> str:
    return re.sub(r"([*?\[\\])", r"\\\1", text)


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    folder_only = pattern.endswith("/")
    parts = pattern.strip("/").split("/")
    expression = "" if _anchored(pattern) else "(?:.*/)?"
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        if part == "**":
            expression += ".+" if last else "(?:[^/]+/)*"
        else:
            expression += _part(part) + ("" if last else "/")
    below = "/.+" if folder_only else "(?:/.+)?"
    return re.compile(expression + below, re.DOTALL)


def _part(part: str) -> str:
    """One part of a pattern as a regular expression."""
    made, index = "", 0
    while index < len(part):
        character = part[index]
        index += 1
        if character == "*":
            made += "[^/]*"
        elif character == "?":
            made += "[^/]"
        elif character == "\\" and index < len(part):
            made += re.escape(part[index])
            index += 1
        elif character == "[" and (end := part.find("]", index + 2 if part[index : index + 1] in "!^" else index + 1)) > 0:
            inside = part[index:end].replace("\\", "\\\\").replace("[", "\\[")
            made += "[" + ("^/" + inside[1:] if inside[0] in "!^" else inside) + "]"
            index = end + 1
        else:
            made += re.escape(character)
    return made
