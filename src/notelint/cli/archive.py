"""`check --web --archive`: archived copies of pages that are gone, from when the notes linked them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from notelint.errors import ConfigError
from notelint.git_lines import written_at
from notelint.note import Note
from notelint.web.address import parse
from notelint.web.archive import find_copies
from notelint.web.asking import Means
from notelint.web.policy import Policy
from notelint.web.verdict import Verdict
from notelint.web.verdicts import Spot


def checked(gate: str) -> str:
    """The TimeGate that `--archive` names. Raises ConfigError for what is no address on the web."""
    address = parse(gate)
    if address is None or address.scheme not in ("http", "https") or not address.host:
        raise ConfigError(f"--archive takes the address of a TimeGate, or nothing when it stands last; not {gate}.")
    return gate


class Archive:
    """Looks for copies of dead pages, of each once. `gate` is a TimeGate to which addresses are appended."""

    def __init__(self, gate: str, root: Path, policy: Policy, means: Means) -> None:
        self._gate, self._root, self._policy, self._means = gate, root, policy, means
        self._sought: set[str] = set()

    def copied(
        self, verdicts: Mapping[str, Verdict], notes: Iterable[Note], spots: Mapping[Spot, str]
    ) -> Mapping[str, Verdict]:
        """The verdicts on dead pages, with their copies; only those for which there is one, and which are new."""
        dead = {url for url, verdict in verdicts.items() if verdict.state == "dead"} - self._sought
        self._sought |= dead
        days = linked_at(self._root, notes, {spot: url for spot, url in spots.items() if url in dead})
        copies = find_copies(days, self._gate, self._policy, self._means) if days else {}
        return {url: verdicts[url]._replace(copy=copy.url) for url, copy in copies.items()}


def linked_at(root: Path, notes: Iterable[Note], spots: Mapping[Spot, str]) -> dict[str, datetime]:
    """When the notes first linked each address, as far as the lines that hold it now tell; now, where git cannot."""
    lines: defaultdict[str, dict[int, set[str]]] = defaultdict(dict)
    texts = {note.path: note.text for note in notes}
    for (path, start), url in spots.items():
        lines[path].setdefault(texts[path].position(start).line, set()).add(url)
    now = datetime.now(UTC)
    found: dict[str, datetime] = {}
    for path, urls in lines.items():
        written = written_at(root, path, urls)
        for line, some in urls.items():
            for url in some:
                found[url] = min(found.get(url, now), written.get(line, now))
    return found
