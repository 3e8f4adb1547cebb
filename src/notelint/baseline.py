"""The baseline: findings that were there when a repository took up notelint, and are not shown.

A finding is known by its fingerprint, which is made of its rule and its construct; so it stays known when it moves. Where more
are found than are known, those stand for the known ones that lie where these lay: in the same section, else in the same note.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from notelint.errors import ConfigError
from notelint.finding import Finding

if TYPE_CHECKING:  # most runs look for a baseline and find none
    from notelint.note import Note

NAME = ".notelint-baseline.json"
"""The file at the top of a vault."""
VERSION = 1

Where: TypeAlias = Callable[[Finding], str]
"""The place of a finding: the path of its note, and the headings above it, each behind a `#`."""


class Entry(NamedTuple):
    """Findings of one rule that are alike and lie in one place."""

    rule: str
    fingerprint: str
    place: str

    @property
    def path(self) -> str:
        """The path of the note."""
        return self.place.partition("#")[0].replace("%23", "#").replace("%25", "%")


Entries: TypeAlias = Mapping[Entry, int]
"""How many findings are known of each kind."""


class Matched(NamedTuple):
    """Of some findings, whether each is known; and of what is known, what was found where it lies now, and what was not."""

    is_known: tuple[bool, ...]
    found: Entries
    gone: Entries


def match(findings: Sequence[Finding], entries: Entries, where: Where) -> Matched:
    """Tell known findings from new ones. `where` is asked only where the place decides."""
    left: defaultdict[str, Counter[Entry]] = defaultdict(Counter)
    for entry, count in entries.items():
        left[entry.fingerprint][entry] += count
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for number, finding in enumerate(findings):
        if finding.fingerprint in left:
            alike[finding.fingerprint].append(number)
    known: set[int] = set()
    for mark, numbers in alike.items():
        if len(numbers) == left[mark].total():
            known.update(numbers)
            left[mark].clear()
        else:
            known |= _nearest(findings, numbers, left[mark], where)
    gone = {entry: count for each in left.values() for entry, count in each.items() if count}
    found = Counter(entries)
    found.subtract(gone)
    return Matched(tuple(number in known for number in range(len(findings))), +found, gone)


def place(path: str, note: "Note | None", offset: int) -> str:
    """The place of a finding that begins at an offset of a note."""
    blocks = (block for top in note.blocks for block in top.walk()) if note else ()
    above = (block for block in blocks if block.kind == "section" and block.span.covers(offset))
    titles = [" ".join(block.title.split()) for block in above]
    return "#".join((path.replace("%", "%25").replace("#", "%23"), *titles))


def counted(findings: Iterable[Finding], where: Where) -> Entries:
    """The findings as entries."""
    return Counter(Entry(finding.rule, finding.fingerprint, where(finding)) for finding in findings)


def read(file: Path) -> Entries | None:
    """What a baseline holds; None where there is none. Raises ConfigError for a file that is no baseline."""
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror or error}.") from error
    import json

    try:
        return _entries(json.loads(raw, object_pairs_hook=_most))
    except (ValueError, TypeError, RecursionError):
        way_out = "Take it back from version control, or delete it and write it anew with `notelint baseline`."
        raise ConfigError(f"{file} is no baseline that this version of notelint reads. {way_out}") from None


def written(entries: Entries) -> bytes:
    """A baseline as its file holds it: an entry a line, in order, so that two people's changes seldom meet."""
    import json

    keys = {" ".join(entry): count for entry, count in entries.items()}
    lines = [f"{json.dumps(key, ensure_ascii=False)}: {count},\n" for key, count in sorted(keys.items())]
    return f'{{\n{"".join(lines)}"version": {VERSION}\n}}\n'.encode("utf-8", "backslashreplace")


# -- inside


def _nearest(findings: Sequence[Finding], numbers: Iterable[int], left: Counter[Entry], where: Where) -> set[int]:
    """Which of the findings (alike) are known; what they stand for is taken from `left`."""
    known: set[int] = set()
    waiting = list(numbers)
    keys: tuple[tuple[Callable[[Finding], str], Callable[[Entry], str]], ...] = (
        (where, lambda entry: entry.place),
        (lambda finding: finding.path, lambda entry: entry.path),
        (lambda finding: "", lambda entry: ""),
    )
    for of_finding, of_entry in keys:
        queues: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in sorted(left.elements(), reverse=True):
            queues[of_entry(entry)].append(entry)
        still = []
        for number in waiting:
            if queue := queues[of_finding(findings[number])]:
                left[queue.pop()] -= 1
                known.add(number)
            else:
                still.append(number)
        waiting = still
    return known


def _most(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """An object of which two people have written one line: the larger number counts."""
    merged: dict[str, Any] = {}
    for key, value in pairs:
        merged[key] = max(value, merged.get(key, value))
    return merged


def _entries(table: Any) -> Entries:
    if not isinstance(table, dict) or table.pop("version", None) != VERSION:
        raise ValueError
    entries: dict[Entry, int] = {}
    for key, count in table.items():
        entry = Entry(*key.split(" ", 2))
        if type(count) is not int or count < 1:
            raise ValueError
        entries[entry] = count
    return entries
