"""`notelint rules`: every rule on a line."""

import sys
from argparse import ArgumentParser, Namespace

from notelint.cli.main import CLEAN
from notelint.judge import KNOWN
from notelint.report.rule_help import rule_help
from notelint.rule import Rule, WebRule


def add_arguments(parser: ArgumentParser) -> None:
    """The command takes none."""


def run(arguments: Namespace) -> int:
    """Print the table."""
    width = max(map(len, KNOWN))
    for rule in KNOWN.values():
        name, severity, on, sentence = row(rule)
        sys.stdout.write(f"{name:{width}}  {severity:7}  {on:10}  {sentence}\n")
    return CLEAN


def row(rule: type[Rule]) -> tuple[str, str, str, str]:
    """A rule's name, its severity, when it runs, and what must hold."""
    return rule.name, rule.severity, when(rule), rule_help(rule.name).sentence


def when(rule: type[Rule]) -> str:
    """Whether a rule runs when nothing is said about it: always, never, or when addresses on the web are asked."""
    if issubclass(rule, WebRule):
        return "with --web"
    return "on" if rule.default else "off"
