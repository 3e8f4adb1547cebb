"""Text that may come from anywhere, made harmless for a terminal and for the log of a CI."""

import re

from notelint.pattern import late_pattern

# Control characters (C0, DEL, C1), line and paragraph separators, marks that change the direction of text
# (Unicode UAX #9, "Trojan Source", CVE-2021-42574), the surrogates that stand for odd bytes in file names, and the two
# noncharacters that XML may not contain.
HARMFUL = late_pattern("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


COMMAND = late_pattern(r"#(?=#\w*\[)")
"""Where a command to a CI may begin that reads them from its log, anywhere in a line.

Sources: actions/runner, `ActionCommand.cs` (`##[name]`); learn.microsoft.com, Azure Pipelines, "Logging commands" (`##vso[…]`);
jetbrains.com, TeamCity, "Service messages" (`##teamcity[…]`).
"""


def neutral_path(path: str) -> str:
    """A path at the start of a line of a log: `::name` would be a command to GitHub Actions there."""
    return neutral_line(f"./{path}" if path.lstrip().startswith("::") else path)


def neutral_line(text: str) -> str:
    """The text with everything neutralised that could steer a terminal or a CI that reads the line."""
    return COMMAND.sub(r"\\x23", neutral(text))


def neutral_row(line: str) -> str:
    """A line that a stranger may have written from its beginning: GitHub Actions would take `::name` there for a command."""
    text = neutral_line(line)
    return text.replace(":", "\\x3a", 1) if text.lstrip().startswith("::") else text


def neutral(text: str) -> str:
    """The text with everything that could steer a terminal written as an escape, a tab as a blank."""
    return text if text.isprintable() else HARMFUL.sub(_escaped, text)  # what is printable is harmless, and soon known


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    if character == "\t":
        return " "
    return f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}"
