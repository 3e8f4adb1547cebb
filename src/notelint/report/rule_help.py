"""What a rule says of itself, taken from its docstring."""

import re
from textwrap import dedent
from typing import NamedTuple

from notelint.rule import Rule


class Help(NamedTuple):
    """What must hold, in a sentence; why, in paragraphs; and the whole as Markdown, with its examples."""

    sentence: str
    why: str
    whole: str


def documentation(rule: type[Rule]) -> str:
    """The docstring of a rule, without the indentation of the class; tabs in examples stay."""
    first, _, rest = (rule.__doc__ or "").partition("\n")
    return f"{first}\n{dedent(rest)}".strip() + "\n"


def rule_help(name: str) -> Help:
    """The help of the rule of this name; empty for a name that is not known."""
    from notelint.judge import KNOWN  # loads all rules, which a run over unchanged notes need not

    if name not in KNOWN:
        return Help("", "", "")
    whole = documentation(KNOWN[name])
    sentence, _, rest = whole.partition("\n\n")
    why = re.split(r"^`{3,}", rest, maxsplit=1, flags=re.MULTILINE)[0]
    return Help(" ".join(sentence.split()), why.strip(), whole)
