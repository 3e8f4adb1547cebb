"""`check --web`: which addresses are asked, with what means, and what is told meanwhile."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from notelint.cli import github
from notelint.cli.options import Web
from notelint.cli.proxies import from_environment
from notelint.config import Config
from notelint.config.web import policy
from notelint.errors import ConfigError
from notelint.note import Link, Note
from notelint.report.neutral import neutral
from notelint.web.asking import Means, ask, preload
from notelint.web.offline import OfflineError
from notelint.web.policy import DEFAULTS
from notelint.web.transport.dial import Routes
from notelint.web.verdict import NOTHING_KNOWN, Verdict, as_json
from notelint.web.verdicts import Verdicts, gather, on_lines

if TYPE_CHECKING:
    from notelint.cli.archive import Archive
    from notelint.web.policy import Policy
    from notelint.web.sweep import Progress, ToAsk

_WIDTH = 100


class Asking:
    """Asks the addresses that notes in the vault at `root` lead to, each once however often it is called.

    `lines` (path → ranges of lines) are those whose links count; None for all. Importing what asking needs begins at once,
    while the notes are still to be read.
    """

    def __init__(self, asked: Web, config: Config, root: Path, lines: Mapping[str, Sequence[range]] | None) -> None:
        self._file = asked.verdicts
        how = policy(config, DEFAULTS, allow_private=asked.allow_private)
        self._policy = how._replace(secure=True, fingerprints=False)
        proxies = from_environment(os.environ)
        self._means = Means(
            proxies=proxies,
            routes=routes(asked.resolve),
            ca_file=config.web.get("ca-file", ""),
            github=github.from_environment(os.environ, proxies),
        )
        self._wanted = on_lines(lines) if lines is not None else _all
        self._verdicts: dict[str, Verdict] = {}
        self._archive = _archive(asked.archive, root, self._policy, self._means)
        preload()

    def __call__(self, notes: Iterable[Note]) -> Verdicts:
        """The verdicts on the addresses in these notes. Raises OfflineError when nobody was reached."""
        notes = tuple(notes)
        found = gather(notes, self._policy, self._wanted, time.strftime("%Y-%m-%d"))
        if items := [(url, names, NOTHING_KNOWN) for url, names in found.fragments.items() if url not in self._verdicts]:
            self._ask(items)
        if self._archive:
            self._verdicts.update(self._archive.copied(self._verdicts, notes, found.spots))
        return Verdicts(self._verdicts, found.spots)

    def _ask(self, items: "Sequence[ToAsk]") -> None:
        outcome = ask(items, self._policy, self._take, means=self._means, tick=_progress())
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")
        if outcome.is_offline:
            raise OfflineError("Nobody on the web could be reached, so no link was judged: is this machine offline?")
        if self._file:
            write_verdicts(Path(self._file), self._verdicts.values())

    def _take(self, url: str, verdict: Verdict) -> None:
        self._verdicts[url] = verdict


def routes(pairs: Iterable[str]) -> Routes:
    """The addresses that `--resolve HOST:PORT:ADDRESS` names. Raises ConfigError for what is no such triple."""
    from ipaddress import ip_address

    found = {}
    for text in pairs:
        host, _, rest = text.partition(":")
        port, _, address = rest.partition(":")
        try:
            found[host.lower(), int(port)] = str(ip_address(address.strip("[]")))
        except ValueError:
            raise ConfigError(f"--resolve takes HOST:PORT:ADDRESS, such as example.org:443:192.0.2.1, not {text}.") from None
    return found


def write_verdicts(file: Path, verdicts: Iterable[Verdict]) -> None:
    """Write a JSON object a line for every address, in order. Raises NotelintError when the file cannot be written."""
    from notelint.report.as_json import as_json as safe
    from notelint.writing import write_whole

    write_whole(file, "".join(safe(as_json(verdict)) for verdict in sorted(verdicts)).encode("utf-8", "backslashreplace"))


def _archive(gate: str | None, root: Path, policy: "Policy", means: Means) -> "Archive | None":
    """What looks for copies of dead pages, if that is asked for."""
    if gate is None:
        return None
    from notelint.cli.archive import Archive, checked

    return Archive(checked(gate), root, policy, means)


def _all(note: Note, link: Link) -> bool:
    return True


def _progress() -> "Callable[[Progress], None] | None":
    """How far asking is, for someone who watches."""
    if not sys.stderr.isatty():
        return None

    def show(progress: "Progress") -> None:
        waiting = f"; waiting for {', '.join(progress.slow_hosts[:2])}" if progress.slow_hosts else ""
        line = neutral(f"{progress.done:,} addresses asked, {progress.open + progress.left:,} left{waiting}")
        sys.stderr.write(f"\r\x1b[K{line[:_WIDTH]}")
        sys.stderr.flush()

    return show
