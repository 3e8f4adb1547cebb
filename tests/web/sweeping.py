"""What tests of sweeps share: a scripted web in place of the real one, and stores with something in them."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

from notelint.web.places import Linked, Place
from notelint.web.recorded import Ask
from notelint.web.store import Store, Task, open_store
from notelint.web.verdict import Reason, State, Verdict

NOW = 1_700_000_000.0
VAULT = "notes"


def verdict(url: str, state: State = "alive", reason: Reason = "ok", at: float = NOW, status: int | None = 200) -> Verdict:
    return Verdict(url, state, reason, status, requests=1, seconds=0.25, checked_at=at)


def link(url: str, *places: Place) -> Linked:
    return Linked(url, url.split("/")[2], places or (Place("a.md", 1),))


def urls(count: int) -> list[str]:
    return [f"https://host{number % 7}.org/{number}" for number in range(count)]


def store_of(place: Path, count: int = 0, now: float = NOW) -> Store:
    """A store that knows so many addresses."""
    store = open_store(place)
    store.renew(VAULT, [link(url) for url in urls(count)], now)
    return store


def scripted(answer: Callable[[Task], Verdict], seen: list[Task] | None = None) -> Ask:
    """What answers each address at once, one after the other."""

    async def ask(tasks: Iterator[Task], /) -> AsyncIterator[tuple[str, Verdict]]:
        for task in tasks:
            if seen is not None:
                seen.append(task)
            yield task.url, answer(task)

    return ask
