"""When the notes of a vault first linked each address, as `git blame` tells, for the reports on sweeps."""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from notelint import git
from notelint.git_lines import written_at
from notelint.web.places import Place
from notelint.web.store import Store

PATIENCE = 60.0
"""Seconds that a sweep spends on it at most; what is left is asked by the next ones."""


def date_links(store: Store, vault: str, root: Path, now: float) -> None:
    """Tell the store when links were written, of those of which it does not know yet.

    The lines that hold a link now are asked about, once: later edits make no link younger. In a clone without its whole history
    (`git clone --depth`) every line seems to be as old as the oldest commit there, so nothing is learnt from one.
    """
    if git.top(root) is None or git.run(root, "rev-parse", "--is-shallow-repository") != b"false\n":
        return
    days: dict[str, float] = {}
    end = time.monotonic() + PATIENCE
    for path, undated in _by_path(store.undated(vault)):
        if time.monotonic() > end:
            break
        written = written_at(root, path, undated)
        for line, urls in undated.items():
            if line in written:
                at = min(written[line].timestamp(), now)  # an author's clock may be ahead of ours
                days.update((url, min(at, days.get(url, at))) for url in urls)
    store.date(vault, days)


def _by_path(places: Iterable[tuple[str, Place]]) -> Iterator[tuple[str, dict[int, list[str]]]]:
    """The addresses by line, note by note."""
    for path, group in groupby(places, key=lambda pair: pair[1].path):
        lines: defaultdict[int, list[str]] = defaultdict(list)
        for url, place in group:
            lines[place.line].append(url)
        yield path, lines
