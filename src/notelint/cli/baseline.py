"""`notelint baseline`: keep what is found today, so that `check` shows only what is new."""

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from notelint.baseline import NAME, Entries, counted, match, read, written
from notelint.chosen import Chosen
from notelint.cli.main import CLEAN, CRASHED, say
from notelint.cli.options import (
    Keeping,
    Meaning,
    Web,
    add_cache_arguments,
    cache_for,
    keeping_of,
    late_configs,
    meaning_of,
    web_of,
)
from notelint.errors import PathError
from notelint.files import list_files
from notelint.given import absolute, root_of
from notelint.known import Known, Places, Scope, ran
from notelint.lint import lint
from notelint.run import Run
from notelint.writing import write_whole

if TYPE_CHECKING:
    from notelint.fix import Lint


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("folder", nargs="?", default=".", metavar="FOLDER", help="a folder in the vault (default: this folder)")
    parser.add_argument("--prune", action="store_true", help="take out what is no longer found")
    parser.add_argument("--add", action="store_true", help="take in what is new; without it a baseline only shrinks")
    parser.add_argument("--select", action="append", metavar="RULE,…", help="run only these rules (also: default, all)")
    parser.add_argument("--ignore", action="append", metavar="RULE,…", help="do not run these rules")
    parser.add_argument("--config", metavar="FILE", help="use this configuration in place of those in the folders")
    parser.add_argument("--jobs", type=int, metavar="N", help="processes that read and judge notes (default: as many as pay)")
    parser.add_argument("--web", action="store_true", help="ask the links to the web, and keep what comes of that, too")
    parser.add_argument("--allow-private", action="store_true", help="with --web: ask loopback and private addresses, too")
    parser.add_argument("--resolve", action="append", metavar="HOST:PORT:ADDRESS", help="with --web: where to find a host")
    add_cache_arguments(parser)


def run(arguments: Namespace) -> int:
    """Compare what is found with what is kept, and write what was asked for."""
    meaning = meaning_of(arguments)
    folder = absolute(arguments.folder)
    if not folder.is_dir():
        raise PathError(f"There is no folder {arguments.folder}.")
    root = root_of(folder)
    before = read(root / NAME)
    if before is None and arguments.prune:
        raise PathError(f"There is no {NAME} in {root} to prune.")
    scope, found = _found(root, meaning, keeping_of(arguments), web_of(arguments))
    for crash in found.crashes:
        say(crash)
    if found.crashes:
        return say("Nothing was written: what a rule would have found is not known.", CRASHED)
    compared = _compared(scope, found, before or {}, web=arguments.web)
    is_first = before is None
    after = compared.after(add=arguments.add or is_first, prune=arguments.prune or is_first)
    if is_first or arguments.add or arguments.prune:
        write_whole(root / NAME, written(after))
    say(_told(compared, arguments, is_first=is_first))
    return CLEAN


class Compared(NamedTuple):
    """What is known, found and not found; what is known and was not looked for; and what is new."""

    found: Entries
    gone: Entries
    not_looked_for: Entries
    new: Entries

    def after(self, *, add: bool, prune: bool) -> Entries:
        """What is to be kept."""
        kept = Counter(self.found) + Counter(self.not_looked_for)
        kept += Counter() if prune else Counter(self.gone)
        return kept + Counter(self.new) if add else kept


class Without:
    """Takes from runs over a vault what its baseline knows, and says when some of that is gone."""

    def __init__(self, scope: Scope, everything: "Lint", *, web: bool) -> None:
        """`everything` is a run over the whole vault. Raises ConfigError for a baseline that is none."""
        self._known = Known(read(scope.listing.root / NAME) or {}, scope, everything, web=web)
        self._said = 0

    def __call__(self, run: Run, contents: Mapping[str, bytes]) -> Run:
        """The run over these contents, with what is known set apart."""
        found = self._known.apart(run, contents)
        gone = sum(self._known.gone.values())
        if gone and gone != self._said:
            self._said = gone
            them = "it" if gone == 1 else "them"
            say(f"{_count(gone)} in the baseline can no longer be found: `notelint baseline --prune` takes {them} out.")
        return found


# -- inside


def _found(root: Path, meaning: Meaning, keeping: Keeping, web: Web | None) -> tuple[Scope, Run]:
    """Everything that is found in a vault."""
    listing = list_files(root)
    cache = cache_for(root, meaning, keeping)
    if cache:
        cache.look(listing)
    configs = late_configs(listing, meaning)
    asking = None
    if web:
        from notelint.cli.web import Asking

        asking = Asking(web, configs.everything(), root, None)
    return Scope(listing, configs, Chosen()), lint(listing, configs, Chosen(), {}, cache=cache, ask=asking)


def _compared(scope: Scope, run: Run, before: Entries, *, web: bool) -> Compared:
    places = Places(scope, {})
    matched = match(run.findings, before, places.of)
    gone = ran(matched.gone, scope.configs, web=web)
    other = Counter(matched.gone) - Counter(gone)
    new = [finding for finding, is_known in zip(run.findings, matched.is_known, strict=True) if not is_known]
    known = [finding for finding, is_known in zip(run.findings, matched.is_known, strict=True) if is_known]
    return Compared(counted(known, places.of), gone, other, counted(new, places.of))


def _told(compared: Compared, arguments: Namespace, *, is_first: bool) -> str:
    new, gone, found = (sum(entries.values()) for entries in (compared.new, compared.gone, compared.found))
    if is_first:
        return f"{_count(new)} written to {NAME}: `notelint check` shows only what is new from now on."
    added = "added" if arguments.add else "not in it (`--add` takes them in)"
    pruned = "taken out" if arguments.prune else "in it can no longer be found (`--prune` takes them out)"
    parts = [f"{_count(found)} of the baseline still there"]
    parts += [f"{new:,} {added}"] if new else []
    parts += [f"{gone:,} {pruned}"] if gone else []
    return f"{', '.join(parts)}."


def _count(number: int) -> str:
    return f"{number:,} finding{'s' * (number != 1)}"
