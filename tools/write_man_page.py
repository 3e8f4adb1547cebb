"""Writes the manual page `docs/notelint.1` from the arguments, settings and rules of the program. Run it after changing one:
`python tools/write_man_page.py`.

The macros are those of man(7), which every man program knows.
"""

import re
from argparse import Action, ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import wrap

from notelint import __version__
from notelint.cli.main import COMMANDS, command_parser
from notelint.config import SETTINGS
from notelint.judge import KNOWN
from notelint.report.rule_help import rule_help

FILE = Path(__file__).parents[1] / "docs/notelint.1"

_DAY = "2026-11-23"
"""When the words below were last changed; all others come from the program."""

_ABOUT = (
    "notelint finds what rots in Markdown notes: anchors that broke when a heading was renamed, links to files that moved, "
    "addresses that lost their scheme, front matter that does not follow its schema. It reads the whole repository at once and "
    "works offline, unless it is told to ask the web."
)
_EXIT = {
    "0": "No error was found.",
    "1": "Errors were found (or what `--fail-on` names).",
    "2": "The command, the configuration or a path is wrong.",
    "3": "A bug of notelint; what was found in spite of it is printed.",
    "130": "Interrupted.",
}
_ENVIRONMENT = {
    "NOTELINT_CACHE_DIR": "Where to keep what runs find, unless `--cache-dir` says it.",
    "NO_COLOR": "When set and not empty, nothing is printed in colour.",
    "HTTP_PROXY, HTTPS_PROXY, NO_PROXY": "The proxies that addresses on the web are asked through.",
    "GH_TOKEN, GITHUB_TOKEN": "A token for GitHub's API, which then tells of links to GitHub. It is sent nowhere else.",
    "GITHUB_GRAPHQL_URL, GITHUB_SERVER_URL": "Set by GitHub Actions: the API of another GitHub, and the server that it knows.",
    "PRE_COMMIT_FROM_REF, PRE_COMMIT_TO_REF": "Set by pre-commit: the two commits that `--staged` compares.",
}
_FILES = {
    "notelint.toml": "The configuration of a folder and those below it.",
    "pyproject.toml": "The same, in its table `tool.notelint`.",
    "~/.cache/notelint": "What is kept between runs, where the environment names no other folder.",
}
_EXAMPLES = {
    "notelint check": "Check the notes of this repository.",
    "notelint check journal/ todo.md": "Show only what concerns these; links are still looked up in all notes.",
    "notelint check --fix --diff": "Show what could be mended with certainty, and change nothing.",
    "notelint check --output html=out.html": "Write a page to filter, too.",
    "notelint why journal/today.md:12": "Tell what is known about a line.",
}


def page() -> str:
    """The whole page."""
    parser = command_parser(COMMANDS, COMMANDS)
    lines = [
        '.\\" Made by tools/write_man_page.py: do not edit.',
        f'.TH NOTELINT 1 {_DAY} "notelint {__version__}" "User Commands"',
        *(".SH NAME", "notelint \\- " + _text("linter and link checker for Markdown notes")),
        *(".SH SYNOPSIS", ".B notelint", "\\fICOMMAND\\fR [\\fIOPTION\\fR ...] [\\fIPATH\\fR ...]"),
        *(".SH DESCRIPTION", _text(_ABOUT)),
        ".SH COMMANDS",
    ]
    commands = _commands(parser)
    told = set(_arguments(commands["check"]))
    for name, command in commands.items():
        lines += _command(name, command, frozenset() if name == "check" else frozenset(told))
    lines += [".SH CONFIGURATION", _text("The settings of `notelint.toml`, which none needs:")]
    lines += _pairs((name, setting.help) for name, setting in SETTINGS.items())
    lines += _pairs([("rules.RULE", "Options of a rule. `notelint explain RULE` tells which there are.")])
    lines += [".SH RULES", *_pairs((name, f"{rule_help(name).sentence} ({rule.severity})") for name, rule in KNOWN.items())]
    for title, told in (("EXIT STATUS", _EXIT), ("ENVIRONMENT", _ENVIRONMENT), ("FILES", _FILES), ("EXAMPLES", _EXAMPLES)):
        lines += [f".SH {title}", *_pairs(told.items())]
    return "\n".join([*lines, ".SH SEE ALSO", ".BR git (1),", ".BR gitignore (5)", ""])


def _commands(parser: ArgumentParser) -> dict[str, ArgumentParser]:
    return next(action.choices for action in parser._actions if isinstance(action.choices, dict))


def _command(name: str, command: ArgumentParser, told: frozenset[tuple[str, str]]) -> Iterator[str]:
    yield f".SS {_plain(f'notelint {name}')}"
    yield _text(command.description or "")
    arguments = _arguments(command)
    if told and told.issubset(arguments):
        yield _text("It takes what `notelint check` takes, and:")
        arguments = [one for one in arguments if one not in told]
    yield from _pairs(arguments)


def _arguments(command: ArgumentParser) -> list[tuple[str, str]]:
    """The arguments as they are written, with what they mean."""
    shown = [action for action in command._actions if "--help" not in action.option_strings]
    return [(_called(action), (action.help or "").replace("%%", "%")) for action in shown]


def _called(action: Action) -> str:
    """How an argument is written: `--jobs N`, `PATH`."""
    value = action.metavar or (f"{{{','.join(map(str, action.choices))}}}" if action.choices else action.dest.upper())
    if not action.option_strings:
        return str(value)
    names = ", ".join(action.option_strings)
    return names if action.nargs == 0 else f"{names} {value}"


def _pairs(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, meaning in pairs:
        yield from (".TP", f"\\fB{_plain(name)}\\fR", _text(" ".join(meaning.split())))


def _text(text: str) -> str:
    """A paragraph in lines, with what stands in backticks in bold."""
    marked = re.sub(r"`([^`]*)`", r"\\fB\1\\fR", _escaped(text))
    return "\n".join(map(_guarded, wrap(marked, 80, break_long_words=False, break_on_hyphens=False)))


def _plain(text: str) -> str:
    """One line in which nothing is markup."""
    return _guarded(_escaped(text))


def _escaped(text: str) -> str:
    """Text in which every sign stands for itself: `-` is the one that is typed."""
    return text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti").replace("^", "\\(ha")


def _guarded(line: str) -> str:
    """A line that is no request, whatever it begins with."""
    return f"\\&{line}" if line.startswith((".", "'")) else line


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8", newline="\n")
