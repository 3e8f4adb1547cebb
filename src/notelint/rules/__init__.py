"""The rules, one per file; adding one is a file and a line here.

A rule is loaded when it is asked for: most runs need none of those about the web, and a run over one note that has changed
takes longer to load all rules than to judge the note.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Literal, TypeAlias

from notelint.rule import Rule

Runs: TypeAlias = Literal["always", "on request", "with --web"]
"""When a rule runs if the configuration says nothing of it."""

WHEN: Mapping[str, Runs] = {
    "front-matter-syntax": "always",
    "front-matter-schema": "always",
    "front-matter-consistency": "always",
    "malformed-link": "always",
    "broken-link": "always",
    "broken-fragment": "always",
    "broken-wikilink": "always",
    "undefined-reference": "always",
    "link-with-credentials": "always",
    "ambiguous-wikilink": "always",
    "duplicate-anchor": "always",
    "nav-mismatch": "always",
    "unportable-fragment": "always",
    "link-without-target": "always",
    "duplicate-section": "always",
    "inconsistent-deprecation": "always",
    "duplicate-heading": "always",
    "duplicate-link": "always",
    "duplicate-definition": "always",
    "unused-definition": "always",
    "empty-link": "always",
    "placeholder-link": "always",
    "deprecated-tool": "always",
    "stale-note": "on request",
    "dead-link": "with --web",
    "suspect-link": "with --web",
    "unsafe-link": "with --web",
    "broken-web-fragment": "with --web",
    "moved-link": "with --web",
    "insecure-scheme": "with --web",
    "archived-repository": "with --web",
    "blocked-link": "with --web",
    "unsure-link": "with --web",
}
"""Every rule and when it runs, in the order in which `notelint rules` lists them. `a-b` is the class `AB` in `a_b.py`."""


FRONT_MATTER = frozenset({"front-matter-syntax", "front-matter-schema", "front-matter-consistency"})
"""The rules that look at nothing but front matter, so that what they find holds until that of some note changes."""


class Rules(Mapping[str, type[Rule]]):
    """Classes of rules by their names, each imported when it is looked up; `modules` says from where, by name."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        self.modules = modules

    def __getitem__(self, name: str) -> type[Rule]:
        rule: type[Rule] = getattr(import_module(self.modules[name]), name.title().replace("-", ""))
        return rule

    def __contains__(self, name: object) -> bool:
        return name in self.modules

    def __iter__(self) -> Iterator[str]:
        return iter(self.modules)

    def __len__(self) -> int:
        return len(self.modules)


def load_usual() -> None:
    """Load the rules by which nearly every note is judged that has changed below its front matter."""
    for name, runs in WHEN.items():
        if runs == "always" and name not in FRONT_MATTER:
            RULES[name]


RULES = Rules({name: f"{__name__}.{name.replace('-', '_')}" for name in WHEN})
"""Every rule by its name."""
