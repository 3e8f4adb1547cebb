"""One run over a vault, from files to findings, in the cheapest of three ways; all of them find the same.

What is kept of an earlier run is told again where no note has changed since. Where a few have changed, these are judged, and
those that look at them. Else all notes are read and judged. Each way imports what it needs when it is taken: loading the rules
takes longer than telling again what they found.
"""

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from notelint.chosen import Chosen
from notelint.files import Listing
from notelint.run import Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    from notelint.cache.earlier import Cache
    from notelint.config.tree import Configs
    from notelint.note import Note
    from notelint.web.verdicts import Verdicts
    from notelint.whole import Progress

    Ask: TypeAlias = Callable[[Iterable[Note]], Verdicts]

__all__ = ["Run", "lint"]


def lint(
    listing: Listing,
    configs: "Configs",
    chosen: Chosen,
    contents: Mapping[str, bytes],
    progress: "Progress" = None,
    cache: "Cache | None" = None,
    ask: "Ask | None" = None,
) -> Run:
    """Lint a vault, and keep the findings that concern the chosen notes. `contents` (path → bytes) go before files.

    `cache` has what is kept of an earlier run, if that is known to be about the same files under the same settings. `ask`
    gets the verdicts on the web addresses in the chosen notes; then these are judged, too.
    """
    started = time.perf_counter()
    if ask:
        run: Run | None = _with_verdicts(listing, configs, chosen, contents, progress, ask)
    else:
        run = _from_earlier(listing, configs, chosen, contents, cache) if cache else None
    if run is None:
        run = _from_notes(listing, configs, chosen, contents, progress, cache)
    return run._replace(seconds=time.perf_counter() - started)


def _with_verdicts(
    listing: Listing, configs: "Configs", chosen: Chosen, contents: Mapping[str, bytes], progress: "Progress", ask: "Ask"
) -> Run:
    """What the rules find once the addresses have been asked; beside that, reading all notes again takes no time."""
    from notelint.whole import judge_chosen, read_vault

    contents_read = read_vault(listing, configs, contents, progress)
    notes = [read.note for read in contents_read.read if read.note and chosen.has(read.path)]
    return judge_chosen(contents_read, listing, configs, chosen, ask(notes))


def _from_earlier(
    listing: Listing, configs: "Configs", chosen: Chosen, contents: Mapping[str, bytes], cache: "Cache"
) -> Run | None:
    """What was found earlier, with the notes judged anew that have changed; None where that does not do."""
    if cache.earlier is None or chosen.gone or not cache.earlier.known.issuperset(chosen.paths):
        return None
    from notelint.cache.packed import NeedsAllError
    from notelint.cache.telling import tell

    try:
        earlier = cache.earlier.with_contents(contents)
        if not earlier.changed:
            return tell(earlier, chosen)
        from notelint.cache.partly import judge_part

        return tell(earlier, chosen, judge_part(earlier, listing, configs, contents))
    except NeedsAllError:
        return None


def _from_notes(
    listing: Listing,
    configs: "Configs",
    chosen: Chosen,
    contents: Mapping[str, bytes],
    progress: "Progress",
    cache: "Cache | None",
) -> Run:
    """What the rules find in the notes, all of which are read; with a cache, it is kept for the next run."""
    from notelint.whole import choose_from, judge_all, judge_chosen, read_vault

    if cache is None or contents:
        return judge_chosen(read_vault(listing, configs, contents, progress), listing, configs, chosen)
    from notelint.cache.keeping import Keeping

    keeping = Keeping(cache, listing, configs)
    judged = judge_all(read_vault(listing, configs, contents, progress), configs)
    keeping.keep(judged)
    return choose_from(judged, listing, configs, chosen)
