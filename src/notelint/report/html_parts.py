"""The findings of a note, and the rules, as HTML."""

from notelint.finding import Fix
from notelint.report.by_note import OfNote
from notelint.report.excerpt import excerpt
from notelint.report.markup import BREAK, Markup, element, escape, joined
from notelint.report.place import Place, Shown
from notelint.report.quoted import parts
from notelint.report.rule_help import rule_help

_ROOM = 200
"""How many characters of a line are shown."""


def note_section(note: OfNote, number: int, shown: Shown) -> Markup:
    """A note and its findings; `number` tells it from the others."""
    name = f"note-{number}"
    count = f"{len(note.places):,} finding{'s' * (len(note.places) != 1)}"
    heading = element(
        "h2", {"id": name}, element("code", {"class": "path"}, note.path), " ", element("span", {"class": "count"}, count)
    )
    items = joined((_finding(place, shown) for place in note.places), BREAK)
    # The role: a list that is drawn without marks is none any more for VoiceOver.
    listed = element("ul", {"role": "list"}, BREAK, items, BREAK)
    return element("section", {"class": "note", "aria-labelledby": name}, BREAK, heading, BREAK, listed, BREAK)


def _finding(place: Place, shown: Shown) -> Markup:
    finding = place.finding
    head = element(
        "p",
        None,
        element("span", {"class": "severity"}, finding.severity),
        f" in line {place.start.line}, column {place.start.column}: ",
        message(finding.message),
        " ",
        element("a", {"class": "rule", "href": f"#rule-{finding.rule}"}, finding.rule),
    )
    attributes = {"class": f"finding {finding.severity}", "data-severity": finding.severity, "data-rule": finding.rule}
    fix = _fix(finding.fix) if finding.fix else Markup("")
    return element("li", attributes, head, _line(place), _related(place, shown), fix)


def _line(place: Place) -> Markup:
    line = excerpt(place, _ROOM)
    before, after = f"{'…' * line.cut_left}{line.before}", f"{line.after}{'…' * line.cut_right}"
    return element("pre", None, element("code", None, before, element("mark", None, line.marked), after))


def _related(place: Place, shown: Shown) -> Markup:
    items = []
    for related in place.finding.related:
        text = place.run.texts.get(related.path)
        line, column = text.position(related.span.start) if text else (1, 1)
        path = element("code", None, shown.path(place.run.root, related.path))
        items.append(element("li", None, path, f":{line}:{column}: ", message(related.message)))
    return element("ul", {"class": "more"}, *items) if items else Markup("")


def _fix(fix: Fix) -> Markup:
    return element("p", {"class": "more"}, f"A {fix.safety} fix is known: ", message(fix.description), ".")


def message(text: str) -> Markup:
    """A message in which what was between backticks is code."""
    said = (element("code", None, part.text) if part.quoted else escape(part.text) for part in parts(text))
    return joined(said, Markup(""))


def rules_section(names: list[str]) -> Markup:
    """What the rules that found something want, and why."""
    entries = []
    for name in names:
        told = rule_help(name)
        paragraphs = [" ".join(paragraph.split()) for paragraph in told.why.split("\n\n")]
        entries.append(element("dt", {"id": f"rule-{name}", "tabindex": -1}, name))
        entries.append(
            element("dd", None, *(element("p", None, message(text)) for text in (told.sentence, *paragraphs) if text))
        )
    heading = element("h2", {"id": "rules"}, "Rules")
    return element("section", {"aria-labelledby": "rules"}, heading, BREAK, element("dl", None, joined(entries, BREAK)))
