"""How pages of the world say what they are, read from `phrases.txt` beside this file and folded for comparison."""

from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

from notelint.web.page.text_directive import folded

Topic: TypeAlias = Literal["absent", "around", "for sale", "login"]
"""`absent`: there is no such page. `around`: words that go with that and change nothing. `for sale`: the domain is offered.
`login`: a visitor has to sign in.
"""


@cache
def phrases(topic: Topic) -> tuple[str, ...]:
    """The phrases of a topic, longest first."""
    text = files(__package__).joinpath("phrases.txt").read_text(encoding="utf-8")
    lines = text.partition(f"[{topic}]\n")[2].partition("\n\n")[0].splitlines()
    return tuple(
        sorted({folded(phrase) for line in lines for phrase in line.split("|")}, key=lambda phrase: (-len(phrase), phrase))
    )
