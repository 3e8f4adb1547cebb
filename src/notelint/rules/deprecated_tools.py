"""The catalogue of tools that their makers have retired: `deprecated_tools.toml` beside this file, and what users add to it.

The file is looked through for names and addresses, which takes no parser; an entry is parsed once a note speaks of it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from notelint.errors import ConfigError
from notelint.pattern import late_pattern

_ENTRY = "\n[[tool]]\n"
_NAMES = late_pattern(r"^(name|aliases) = (.*)$|^(addresses) = (\[[^\]]*\])|^(name-alone) = false$", re.M)
_QUOTED = late_pattern(r'"([^"]*)"')
_WEB = late_pattern(r"(?i)(?:https?:)?//(?:[^/?#@]*@)?(?:www\.)?([^/?#:]+)(?::(?:80|443))?([^?#]*)")
_DEEPEST = 5
_START = 3

# Pages that record what happened, and are linked to for that: one issue, one change, one discussion.
_RECORD = late_pattern(r"/(?:issues?|pull|pulls|merge_requests|commits?|compare|discussions)/[^/]")


WHAT = ("archived", "renamed", "replaced", "deprecated", "end-of-life")
"""What can have happened to a tool."""

_KEYS: Mapping[str, type | tuple[type, ...]] = {
    "name": str,
    "aliases": (str, list),
    "field": str,
    "addresses": (str, list),
    "what": str,
    "since": str,
    "successor": (str, dict),
    "name-alone": bool,
    "sources": list,
}


class Tool(NamedTuple):
    """A retired tool: what happened to it (`what`: archived, renamed, …), since when, what came after it, who says so.

    `since` is an ISO day, month or year, or empty; `sources` are pairs of a page (`npm:NAME`, `pypi:NAME`: metadata of a
    package) and what it says.
    """

    name: str
    aliases: tuple[str, ...] = ()
    field: str = ""
    addresses: tuple[str, ...] = ()
    what: str = "deprecated"
    since: str = ""
    successor: str = ""
    successor_address: str = ""
    name_alone: bool = True
    sources: tuple[tuple[str, str], ...] = ()


class _Found(NamedTuple):
    """An entry whose keys are known and whose text is not parsed yet."""

    name: str
    names: tuple[str, ...]
    addresses: tuple[str, ...]
    text: str


class Catalogue:
    """Tools by their addresses and names. `tools` are entries as in the file, going over those of the same name."""

    def __init__(self, tools: Iterable[Mapping[str, Any]] = (), ignore: Iterable[str] = ()) -> None:
        left_out = {normal_name(name) for name in ignore}
        self._entries: dict[str, _Found | Tool] = {normal_name(one.name): one for one in _shipped()}
        for given in tools:
            name = normal_name(str(given.get("name", "")))
            known = self._entries.get(name)
            base = _values(_tool(known)) if known else {}
            self._entries[name] = tool({**base, **given})
        self._addresses: dict[str, str] = {}
        self._names: dict[str, str] = {}
        for key, entry in self._entries.items():
            if key in left_out:
                continue
            names = entry.names if isinstance(entry, _Found) else _own_names(entry)
            self._names.update(dict.fromkeys(map(normal_name, names), key))
            addresses = entry.addresses if isinstance(entry, _Found) else map(normal_address, entry.addresses)
            self._addresses.update(dict.fromkeys(addresses, key))
        self._hosts = frozenset(address.partition("/")[0] for address in self._addresses)
        self._start = min((_START, *map(len, self._names)))
        self._starts = frozenset(name[: self._start] for name in self._names)

    def by_address(self, target: str) -> Tool | None:
        """The tool whose address this is, or that it lies below; None for one issue or change of a tool, which is a record."""
        match = _WEB.match(target)
        if match is None or match[1].lower() not in self._hosts or _RECORD.search(match[2]):
            return None
        parts = normal_address(match[1] + match[2]).split("/")
        for depth in range(min(len(parts), _DEEPEST), 0, -1):
            key = self._addresses.get("/".join(parts[:depth]))
            if key is not None:
                return self._get(key)
        return None

    def by_name(self, text: str) -> Tool | None:
        """The tool that has this name, as a whole and in any case."""
        if not self.may_begin(text):
            return None
        key = self._names.get(normal_name(text))
        return None if key is None else self._get(key)

    def may_begin(self, text: str) -> bool:
        """Whether the text can begin with the name of a tool: the answer for most is no, and quickly given."""
        return text.lstrip(" *_`")[: self._start].casefold() in self._starts

    def __iter__(self) -> Iterator[Tool]:
        """All tools, in the order of the file."""
        return map(self._get, self._entries)

    def _get(self, key: str) -> Tool:
        entry = self._entries[key] = _tool(self._entries[key])
        return entry


def tool(table: Mapping[str, Any]) -> Tool:
    """A tool from a table as the file has them; of what is missing, the default."""
    successor = table.get("successor") or {}
    if isinstance(successor, str):
        successor = {"name": successor}
    return Tool(
        str(table.get("name", "")),
        _words(table.get("aliases", ())),
        str(table.get("field", "")),
        _words(table.get("addresses", ())),
        str(table.get("what", "deprecated")),
        str(table.get("since", "")),
        str(successor.get("name", "")),
        str(successor.get("address", "")),
        bool(table.get("name-alone", True)),
        tuple(map(_source, table.get("sources", ()))),
    )


def check_tables(tables: Iterable[Mapping[str, Any]]) -> None:
    """Raise ConfigError for a table that cannot be a tool: an unknown key, a value of another type, no name."""
    for table in tables:
        place = f"`tools` of deprecated-tool, {table.get('name') or 'a table without a name'}"
        if not isinstance(table.get("name"), str) or not table["name"].strip():
            raise ConfigError(f"{place}: every tool needs a `name`.")
        for key, value in table.items():
            if key not in _KEYS:
                raise ConfigError(f"{place}: there is no key `{key}`; there are: {', '.join(_KEYS)}.")
            if not isinstance(value, _KEYS[key]):
                raise ConfigError(f"{place}: `{key}` is of a wrong type.")
        if table.get("what", "archived") not in WHAT:
            raise ConfigError(f"{place}: `what` is one of {', '.join(WHAT)}.")


def _words(value: str | Iterable[object]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(map(str, value))


def _source(value: object) -> tuple[str, str]:
    return (str(value.get("address", "")), str(value.get("says", ""))) if isinstance(value, dict) else (str(value), "")


def normal_name(name: str) -> str:
    """A name as it is looked up: in lower case, white space as one blank."""
    return " ".join(name.casefold().split())


def normal_address(address: str) -> str:
    """An address as it is looked up: without scheme, `www.`, `.git` and final slash, in lower case."""
    match = _WEB.match(address)
    plain = match[1] + match[2] if match else address
    plain = re.sub(r"//+", "/", plain.casefold().removeprefix("www.")).rstrip("/")
    return re.sub(r"\.git(?=/|$)", "", plain)


@lru_cache(maxsize=1)
def _shipped() -> tuple[_Found, ...]:
    loader: Any = __spec__.loader  # which reads archives, too; `pkgutil` asks it as well, after a millisecond of imports
    raw: bytes = loader.get_data(__file__.rpartition(".")[0] + ".toml")
    text = raw.decode("utf-8").replace("\r\n", "\n")
    return tuple(map(_found, text.split(_ENTRY)[1:]))


def _found(text: str) -> _Found:
    keys: dict[str, tuple[str, ...]] = {}
    for match in _NAMES.finditer(text):
        keys[match[1] or match[3] or match[5]] = tuple(_QUOTED.findall(match[2] or match[4] or ""))
    (name,) = keys["name"]
    names = keys["aliases"] if "name-alone" in keys else (name, *keys["aliases"])
    addresses = tuple(map(str.casefold, keys["addresses"]))  # but for case, the file has them as they are looked up
    return _Found(name, names, addresses, text)


def _tool(entry: _Found | Tool) -> Tool:
    if isinstance(entry, Tool):
        return entry
    import tomllib  # only where a note speaks of a retired tool

    return tool(tomllib.loads(entry.text))


def _own_names(entry: Tool) -> tuple[str, ...]:
    return (entry.name, *entry.aliases) if entry.name_alone else entry.aliases


def _values(entry: Tool) -> dict[str, Any]:
    """A tool as the table that it was made of."""
    return {
        **entry._asdict(),
        "name-alone": entry.name_alone,
        "successor": {"name": entry.successor, "address": entry.successor_address},
        "sources": [{"address": address, "says": says} for address, says in entry.sources],
    }
