"""What is found in the comments of a note that silence findings."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from notelint.copies.groups import RULE as COPIES
from notelint.engine import ExpiredSuppression, UnexplainedSuppression, UnusedSuppression
from notelint.finding import Finding
from notelint.note import Note, Suppression
from notelint.rule import Rule, WebRule
from notelint.suppress import ABOUT_COMMENTS, Silence, Silenced, Use


class Ran(NamedTuple):
    """The names of all rules there are, and of those that have run on a note (with those about its comments)."""

    known: Mapping[str, type[Rule]]
    names: Collection[str]

    def can_tell(self, name: str) -> bool:
        """Whether a comment that silences nothing of this rule is known to be of no use.

        What is silenced of rules about the web is not even asked, and copies are told elsewhere where one is silenced.
        """
        return name in self.names and name not in ABOUT_COMMENTS and name != COPIES and not self._is_about_web(name)

    def all_by_default(self) -> bool:
        """Whether all rules have run that are on by default and look at nothing but notes."""
        return all(name in self.names for name, rule in self.known.items() if rule.default and not self._is_about_web(name))

    def _is_about_web(self, name: str) -> bool:
        return issubclass(self.known[name], WebRule)


def about_comments(note: Note, silence: Silence, silenced: Iterable[Silenced], ran: Ran) -> Iterator[Finding]:
    """The findings in the comments of a note, given what they silence."""
    for finding in (*_unused(note, silence, silenced, ran), *_expired(note, silence), *_unexplained(note)):
        if finding.rule in ran.names and not silence.covers(finding.rule, finding.span.start):
            yield finding


# -- inside


def _unused(note: Note, silence: Silence, silenced: Iterable[Silenced], ran: Ran) -> Iterator[Finding]:
    addresses = sorted(link.span.start for link in note.links if "//" in link.target)
    for use in silence.uses(silenced):
        message = _useless(use, ran) if use.comment.rules else _empty(use, ran, addresses)
        if message:
            yield UnusedSuppression().finding(note, use.comment.span, message)


def _useless(use: Use, ran: Ran) -> str:
    """What is to be said of a comment with names of rules, if anything."""
    told = [_unknown(name, ran) for name in use.comment.rules if name not in ran.known]
    idle = [name for name in use.comment.rules if name not in use.rules and name in ran.known and ran.can_tell(name)]
    if idle:
        names = " and ".join(f"`{name}`" for name in idle)
        all_of_it = len(idle) == len(use.comment.rules)
        way_out = "Delete the comment." if all_of_it else "Take the name out of the comment."
        told.append(f"This comment silences no finding of {names}, so it can only hide the next fault there. {way_out}")
    return " ".join(told)


def _unknown(name: str, ran: Ran) -> str:
    from notelint.nearest import nearest  # few write a wrong name

    near = nearest(name, ran.known)
    hint = f"; did you mean `{near}`?" if near else ". `notelint rules` lists all."
    return f"There is no rule `{name}`, so this comment silences nothing of it{hint}"


def _empty(use: Use, ran: Ran, addresses: list[int]) -> str:
    """What is to be said of a comment that names no rules, if anything."""
    if use.rules or not ran.all_by_default():
        return ""
    first = bisect_left(addresses, use.span.start)
    if first < len(addresses) and addresses[first] < use.span.end:
        return ""
    return "This comment silences no finding, so it can only hide the next fault there. Delete it."


def _expired(note: Note, silence: Silence) -> Iterator[Finding]:
    from datetime import date

    for comment in silence.over:
        try:
            day = date.fromisoformat(comment.until)
            message = f"This comment counted until {day} and silences nothing since. "
            message += "Mend what it hid and delete it, or give it a later day."
        except ValueError:
            message = f"`until={comment.until}` is no day, so this comment silences nothing. Write it like 2027-01-31."
        yield ExpiredSuppression().finding(note, comment.span, message)


def _unexplained(note: Note) -> Iterator[Finding]:
    for comment in note.suppressions:
        if not _says_why(comment):
            message = 'This comment does not say why it is there. Add `reason="…"` to it.'
            yield UnexplainedSuppression().finding(note, comment.span, message)


def _says_why(comment: Suppression) -> bool:
    return comment.scope == "end" or bool(comment.reason.strip())
