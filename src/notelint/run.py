"""What a run over a vault found: what reports are made of."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from notelint.finding import Finding
from notelint.text import Text


class Run(NamedTuple):
    """What a run over one vault found.

    `findings` are in order of path, position and rule; `texts` hold the notes that they speak of, if not all of the vault.
    `failing` counts the findings at or above the severity that fails, `notes` and `links` what was looked at. `crashes` say
    which rules raised, and where. `hidden` are the findings that the baseline knows, which are not to be shown.
    """

    root: Path
    findings: tuple[Finding, ...]
    failing: int
    texts: Mapping[str, Text]
    notes: int
    links: int
    seconds: float
    crashes: tuple[str, ...]
    hidden: tuple[Finding, ...] = ()
