"""What can be carried over from another program, collected while its configuration is read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

# Rules of markdownlint (https://github.com/DavidAnson/markdownlint/blob/main/doc/Rules.md) and rumdl (https://rumdl.dev) that
# find the same as one of ours, by their numbers and names.
_RULES: Mapping[str, str] = {
    "md011": "malformed-link",
    "no-reversed-links": "malformed-link",
    "md024": "duplicate-heading",
    "no-duplicate-heading": "duplicate-heading",
    "md042": "empty-link",
    "no-empty-links": "empty-link",
    "md051": "broken-fragment",
    "link-fragments": "broken-fragment",
    "md052": "undefined-reference",
    "reference-links-images": "undefined-reference",
    "md053": "unused-definition",
    "link-image-reference-definitions": "unused-definition",
    "md057": "broken-link",
    "existing-relative-links": "broken-link",
}


@dataclass
class Carried:
    """Settings of ours, and sentences about what has no counterpart. `source` names the files that were read."""

    source: str = ""
    exclude: list[str] = field(default_factory=list)
    ignore: list[str] = field(default_factory=list)
    site_roots: list[str] = field(default_factory=list)
    per_file_ignores: dict[str, list[str]] = field(default_factory=dict)
    web: dict[str, Any] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    def ours(self, names: Iterable[str]) -> list[str]:
        """Our rules for those of these names that have one; of the others it is noted that there is none."""
        own: dict[str, None] = {}
        foreign: dict[str, None] = {}
        for name in names:
            rule = _RULES.get(name.lower())
            if rule:
                own[rule] = None
            else:
                foreign[name] = None
        if foreign:
            self.lost.append(f"{', '.join(foreign)}: notelint has no such rule, so nothing has to be switched off.")
        return list(own)

    def without_counterpart(self, settings: Iterable[str]) -> None:
        """Note settings that have no counterpart."""
        names = list(settings)
        if names:
            self.lost.append(f"{', '.join(f'`{name}`' for name in names)}: there is no such setting here.")
