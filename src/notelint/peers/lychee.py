"""lychee's configuration. Source: `lychee.example.toml` in its repository and https://lychee.cli.rs."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from notelint.pattern import late_pattern
from notelint.peers import read_table
from notelint.peers.carried import Carried
from notelint.peers.patterns import from_path_regex, from_regex

_FILES = ("lychee.toml", ".lychee.toml")
_IGNORE = ".lycheeignore"
# `200`, `200..299`, `200..=299`, `..=299`: lychee's ranges of statuses.
_RANGE = late_pattern(r"(\d{3})?(?:(\.\.=?)(\d{3})?)?")
# What notelint does without being told: private addresses and mail are never asked, what git ignores is left out.
_AS_HERE = (
    "exclude_all_private",
    "exclude_private",
    "exclude_link_local",
    "exclude_loopback",
    "exclude_mail",
    "cache",
    "no_progress",
)
_SECRET = ("header", "headers", "basic_auth", "github_token", "cookie_jar")


def carry(folder: Path) -> Carried | None:
    """What can be carried over; None where there is no configuration."""
    carried = Carried()
    file = next((folder / name for name in _FILES if (folder / name).is_file()), None)
    table = read_table(file) if file else {}
    ignore = folder / _IGNORE
    if not file and not ignore.is_file():
        return None
    lines = ignore.read_text(encoding="utf-8", errors="replace").splitlines() if ignore.is_file() else []
    patterns = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    carried.source = ", ".join(place.name for place in (file, ignore) if place and place.is_file())
    _excluded((*_strings(table.get("exclude")), *patterns), carried)
    for path in _strings(table.get("exclude_path")):
        pattern = from_path_regex(path)
        carried.exclude += [pattern] if pattern else []
        carried.lost += [] if pattern else [f"`exclude_path` of {path}: write it as a pattern of a .gitignore in `exclude`."]
    _asked(table, carried)
    _told(table, carried)
    return carried


def _excluded(expressions: Iterable[str], carried: Carried) -> None:
    excluded: list[str] = []
    for expression in expressions:
        if expression.lstrip("^").startswith(("file:", "mailto:", "data:", "tel:")):
            continue  # none of these is asked
        patterns = from_regex(expression)
        excluded += patterns or []
        if not patterns:
            carried.lost.append(f"`exclude` of {expression}: write it in `web.exclude`, with `*` for anything.")
    if excluded:
        carried.web["exclude"] = list(dict.fromkeys(excluded))


def _asked(table: Mapping[str, Any], carried: Carried) -> None:
    """How addresses are asked."""
    accepted = sorted({status for accepted_text in _items(table.get("accept")) for status in _statuses(str(accepted_text))})
    others = [status for status in accepted if not 200 <= status < 300]  # those are alive anyway
    if others:
        carried.web["accept"] = others
    timeout = table.get("timeout")
    if isinstance(timeout, int | float) and not isinstance(timeout, bool) and 0 < timeout <= 600:
        carried.web["timeout"] = timeout
    if table.get("include_fragments") in (False, "none"):
        carried.web["fragments"] = False
    _remapped(_strings(table.get("remap")), carried)
    root = table.get("root_dir")
    if isinstance(root, str) and root and not root.startswith("/"):
        carried.site_roots.append(root)


def _remapped(lines: Iterable[str], carried: Carried) -> None:
    remap: dict[str, str] = {}
    for line in lines:
        old, _, new = line.partition(" ")
        patterns = from_regex(old) or [""]
        start = patterns[0].removesuffix("*")
        is_plain = len(patterns) == 1 and "*" not in start and "$" not in new
        if is_plain and start.startswith("http") and new.strip().startswith("http"):
            remap[start] = new.strip()
        else:
            carried.lost.append(f"`remap` of {line}: `web.remap` takes beginnings of addresses.")
    if remap:
        carried.web["remap"] = remap


_CARRIED = ("exclude", "exclude_path", "accept", "timeout", "include_fragments", "remap", "root_dir", *_AS_HERE)


def _told(table: Mapping[str, Any], carried: Carried) -> None:
    """What has no counterpart."""
    secrets = [key for key in table if key in _SECRET and table[key]]
    if secrets:
        names = ", ".join(f"`{name}`" for name in secrets)
        carried.lost.append(f"{names}: `web.headers` takes headers by origin, but nothing that others must not read.")
    if _strings(table.get("include")):
        carried.lost.append("`include`: all addresses are asked but those in `web.exclude`.")
    carried.without_counterpart(key for key in table if key not in (*_CARRIED, *_SECRET, "include"))


def _statuses(text: str) -> Iterator[int]:
    """The statuses that lychee means by a number or a range."""
    for part in text.split(","):
        span = _RANGE.fullmatch(part.strip())
        if not span or not (span[1] or span[3]):
            continue
        first = int(span[1] or 100)
        if not span[2]:
            yield first
            continue
        yield from range(first, int(span[3] or 999) + (span[2] == "..=" or not span[3]))


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _strings(value: object) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []
