"""What is quoted in a message: messages put the reader's own text between backticks."""

from collections.abc import Iterator
from typing import NamedTuple

from notelint.pattern import late_pattern

_QUOTED = late_pattern(r"(?<!`)(`+)([^`]+)\1(?!`)")


class Part(NamedTuple):
    """Some of a message; `quoted` is what stood between backticks, which are not part of it."""

    text: str
    quoted: bool


def parts(message: str) -> Iterator[Part]:
    """The parts of a message in order; a backtick without a partner stays in the text."""
    end = 0
    for match in _QUOTED.finditer(message):
        if match.start() > end:
            yield Part(message[end : match.start()], quoted=False)
        yield Part(match[2], quoted=True)
        end = match.end()
    if end < len(message):
        yield Part(message[end:], quoted=False)
