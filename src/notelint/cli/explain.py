"""`notelint explain`: the documentation of a rule, which its tests are made of."""

import sys
from argparse import ArgumentParser, Namespace

from notelint.cli.main import CLEAN
from notelint.cli.rules import when
from notelint.config.layer import option_hints
from notelint.config.values import describe, unknown
from notelint.errors import ConfigError
from notelint.judge import KNOWN
from notelint.report.rule_help import documentation
from notelint.rule import Rule


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("rule", metavar="RULE", help="the name of a rule, as `notelint rules` lists them")


def run(arguments: Namespace) -> int:
    """Print what a rule is."""
    if arguments.rule not in KNOWN:
        raise ConfigError(unknown("rule", arguments.rule, KNOWN))
    sys.stdout.write(page(KNOWN[arguments.rule]))
    return CLEAN


def page(rule: type[Rule]) -> str:
    """All about a rule, as Markdown."""
    parts = [f"# {rule.name}\n", f"Severity: {rule.severity}. By default: {when(rule)}.\n", documentation(rule)]
    if option_hints(rule):
        listed = "".join(_option(rule, name) for name in option_hints(rule))
        parts.append(f"## Options\n\nIn `notelint.toml`, in the table `[rules.{rule.name}]`:\n\n{listed}")
    return "\n".join(parts)


def _option(rule: type[Rule], name: str) -> str:
    kind = describe(option_hints(rule)[name])
    option = rule.options[name]
    return f"* `{name.replace('_', '-')}` ({kind}; default: `{_toml(option.default)}`): {option.help}\n"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml(key)} = {_toml(item)}" for key, item in value.items()) + "}"
    return "none" if value is None else str(value)
