"""`notelint sweep`: ask what is due, remember what came of it, and tell what changed."""

import gc
import os
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from notelint.cli import github
from notelint.cli.clustered import cluster, place_of
from notelint.cli.dating import date_links
from notelint.cli.main import CLEAN, FOUND, say
from notelint.cli.options import configs_for
from notelint.cli.proxies import from_environment
from notelint.cli.vault_name import vault_name
from notelint.cli.web import routes
from notelint.config import Config
from notelint.config.web import policy
from notelint.errors import PathError
from notelint.files import list_files
from notelint.given import Group, choose, groups
from notelint.report.neutral import neutral
from notelint.sweep_report import json, markdown, text
from notelint.sweep_report.view import View, view
from notelint.web.asking import Means, ask
from notelint.web.places import linked, longest_first
from notelint.web.policy import SWEEPING, Policy
from notelint.web.recorded import Budget, Outcome, RecordedSweep
from notelint.web.store import Entry, Store
from notelint.web.store.open import open_store
from notelint.whole import read_vault

_NOTHING = Outcome(0, 0, Counter(), 0)
_WIDTH = 79  # a line that wraps could not be written over


class Swept(NamedTuple):
    """A vault whose addresses the store knows, which of them may be asked (None: all), and how."""

    name: str
    chosen: Collection[str] | None
    policy: Policy
    config: Config


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="notes or folders (default: this folder)")
    parser.add_argument(
        "--store", required=True, metavar="STORE", help="what earlier sweeps saw: a file, or postgresql://HOST/NAME"
    )
    parser.add_argument("--vault", metavar="NAME", help="how the store knows these notes (default: where git's origin is)")
    parser.add_argument("--max-requests", type=_count, metavar="N", help="send about N requests at most")
    parser.add_argument("--max-minutes", type=_minutes, metavar="N", help="ask for N minutes at most")
    parser.add_argument(
        "--cluster", type=place_of, metavar="WHERE", help="have it asked by local, local:N or the workers of tcp://HOST:PORT"
    )
    parser.add_argument("--report", choices=("text", "json", "markdown"), default="text", help="form of the report")
    parser.add_argument(
        "--fail-on",
        choices=("new", "dead", "nothing"),
        default="new",
        help="what makes the exit code 1: links newly proved dead (default), any dead link, or nothing",
    )
    parser.add_argument("--config", metavar="FILE", help="use this configuration in place of those in the folders")
    parser.add_argument(
        "--resolve", action="append", metavar="HOST:PORT:ADDRESS", help="dial this address for a host, whatever its name says"
    )
    parser.add_argument("--allow-private", action="store_true", help="ask loopback and private addresses, too")


def run(arguments: Namespace) -> int:
    """Sweep every vault that was given, report, and say how it went."""
    gc.enable()  # a sweep takes hours and is no short-lived reader of notes
    store = open_store(arguments.store)
    try:
        return _sweep(arguments, store)
    finally:
        store.close()


def now() -> float:
    """The time, in seconds since 1970."""
    return time.time()


def _sweep(arguments: Namespace, store: Store) -> int:
    given = groups(arguments.paths or ["."])
    if arguments.vault and len(given) > 1:
        raise PathError(f"--vault names one vault, but these paths lie in {len(given)}; sweep them one by one.")
    vaults = [_swept(group, arguments, store) for group in given]
    end = None if arguments.max_minutes is None else now() + 60 * arguments.max_minutes
    outcome, sweeps = (_by_cluster if arguments.cluster else _by_itself)(arguments, store, vaults, end)
    mark = store.mark()
    seen = view(_entries(store, vaults), outcome, now())
    _write(seen, arguments.report)
    for number in sweeps:  # only now: what nobody was told of is still new
        store.finish(number, now(), mark)
    failing = {"new": seen.newly_dead, "dead": seen.states["dead"], "nothing": 0}[arguments.fail_on]
    return FOUND if failing else CLEAN


def _by_itself(arguments: Namespace, store: Store, vaults: Sequence[Swept], end: float | None) -> tuple[Outcome, list[int]]:
    """Sweep the vaults in this process: what came of it, and the numbers of the sweeps."""
    proxies = from_environment(os.environ)
    means = Means(proxies=proxies, routes=routes(arguments.resolve or ()), github=github.from_environment(os.environ, proxies))
    outcome, sweeps = _NOTHING, []
    for vault in vaults:
        requests = None if arguments.max_requests is None else max(arguments.max_requests - outcome.requests, 0)
        sweep = RecordedSweep(store, vault.name, now, Budget(requests, None if end is None else max(end - now(), 0)))
        mine = means._replace(ca_file=vault.config.web.get("ca-file", ""))
        outcome = _added(outcome, sweep.run(ask, vault.policy, mine, vault.chosen, _progress()))
        sweeps.append(sweep.number)
    return outcome, sweeps


def _by_cluster(arguments: Namespace, store: Store, vaults: Sequence[Swept], end: float | None) -> tuple[Outcome, list[int]]:
    """The same by the workers of a cluster, whose environment names their proxies and tokens."""
    outcome, sweeps, known_routes = _NOTHING, [], routes(arguments.resolve or ())
    until = float("inf") if end is None else end
    with cluster(arguments.cluster, store, arguments.store, arguments.max_requests, until) as crew:
        for vault in vaults:
            file = vault.config.web.get("ca-file", "")
            number, asked = crew.sweep(
                vault.name, vault.policy, vault.chosen, routes=known_routes, ca_file=file, told=_progress()
            )
            outcome = _added(outcome, asked)
            sweeps.append(number)
    return outcome, sweeps


def _entries(store: Store, vaults: Sequence[Swept]) -> Iterator[Entry]:
    """All that stands in the vaults; where there are several, their names go before the paths."""
    for vault in vaults:
        before = f"{Path(vault.name).name}/" if len(vaults) > 1 else ""
        for entry in store.entries(vault.name):
            yield entry._replace(places=tuple(place._replace(path=before + place.path) for place in entry.places))


def _swept(group: Group, arguments: Namespace, store: Store) -> Swept:
    """Read the notes of a vault and tell the store where their addresses stand."""
    listing = list_files(group.root)
    configs = configs_for(listing, arguments.config, None)
    chosen, contents = choose(group, listing, configs, say)
    config = configs.everything()
    how = policy(config, SWEEPING, allow_private=arguments.allow_private)
    links = linked(read_vault(listing, configs, contents).vault.notes.values(), how, time.strftime("%Y-%m-%d"))
    name = arguments.vault or vault_name(group.root)
    store.renew(name, longest_first(links.values()), now())
    date_links(store, name, group.root, now())
    urls = None
    if not chosen.everything:
        urls = {url for url, link in links.items() if any(place.path in chosen.paths for place in link.places)}
    return Swept(name, urls, how, config)


def _added(first: Outcome, second: Outcome) -> Outcome:
    return Outcome(
        first.asked + second.asked, first.requests + second.requests, first.states + second.states, first.left + second.left
    )


def _progress() -> Callable[[Outcome, Sequence[str]], None] | None:
    """How far the sweep is, for someone who watches."""
    if not sys.stderr.isatty():
        return None

    def show(outcome: Outcome, slow: Sequence[str]) -> None:
        states = ", ".join(f"{count:,} {state}" for state, count in outcome.states.most_common())
        waiting = f"; waiting for {', '.join(slow[:2])}" if slow else ""
        line = neutral(f"{outcome.asked:,} asked, {outcome.left:,} left: {states}{waiting}")
        sys.stderr.write(f"\r\x1b[K{line[:_WIDTH] if outcome.left else ''}")
        sys.stderr.flush()

    return show


def _write(seen: View, form: str) -> None:
    writers = {"text": text.write, "json": json.write, "markdown": markdown.write}
    writers[form](seen, sys.stdout)
    sys.stdout.flush()


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ArgumentTypeError(f"{text} is no number of requests")
    return int(text)


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = -1.0
    if not 0 <= minutes < float("inf"):
        raise ArgumentTypeError(f"{text} is no number of minutes")
    return minutes
