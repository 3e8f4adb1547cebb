"""Findings as Markdown: for a comment, a wiki, or the summary of a job.

A word that could be markup, a mention or an address is shown as code: a backslash before each sign would stop neither mentions
nor addresses, which GitHub looks for in the text that is left.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TextIO

from notelint.finding import SEVERITIES
from notelint.pattern import late_pattern
from notelint.report.by_note import by_note
from notelint.report.neutral import neutral
from notelint.report.place import Place, Shown
from notelint.report.quoted import Part, parts
from notelint.report.summary import summary
from notelint.run import Run

# Letters, digits and what is not ASCII, and the signs of a sentence. None comes first in a line, where `1.` would be a list.
_PLAIN = late_pattern(r"""["'(]*(?:[A-Za-z0-9\x80-\U0010ffff]+(?:[-'][A-Za-z0-9\x80-\U0010ffff]+)*)?["'),.;:!?]*""")
_TICKS = late_pattern("`+")


def write(runs: Sequence[Run], shown: Shown, out: TextIO) -> None:
    """Write the summary, a table of the rules, and a list of findings for every note."""
    for part in sections(runs, shown):
        out.write(part)


def sections(runs: Sequence[Run], shown: Shown) -> Iterator[str]:
    """The report in parts that can stand alone: its head, then a note each."""
    yield f"# notelint\n\n{summary(runs)}\n{_table(runs)}"
    for note in by_note(runs, shown):
        yield f"\n## {code(note.path)}\n\n" + "".join(map(_item, note.places))


def _table(runs: Sequence[Run]) -> str:
    counts = Counter((finding.severity, finding.rule) for run in runs for finding in run.findings)
    ordered = sorted(counts.items(), key=lambda item: (SEVERITIES.index(item[0][0]), -item[1], item[0][1]))
    rows = "".join(f"| {severity} | {code(rule)} | {count:,} |\n" for (severity, rule), count in ordered)
    return f"\n| severity | rule | findings |\n|---|---|---:|\n{rows}" if rows else ""


def _item(place: Place) -> str:
    finding = place.finding
    where = f"{place.start.line}:{place.start.column}"
    return f"- **{finding.severity}** at {where}: {text(finding.message)} ({code(finding.rule)})\n"


def text(message: str) -> str:
    """A message as Markdown that shows just that."""
    tokens = [token for part in parts(neutral(message)) for token in _tokens(part)]
    joined = ((quoted, "".join(token.text for token in run)) for quoted, run in groupby(tokens, lambda token: token.quoted))
    return "".join(code(content) if quoted else content for quoted, content in joined)


def _tokens(part: Part) -> Iterator[Part]:
    """What was quoted, and the words and blanks between; two code spans side by side would be one, with other ends."""
    if part.quoted:
        yield part
        return
    for number, word in enumerate(part.text.split(" ")):
        if number:
            yield Part(" ", quoted=False)
        if word:
            yield Part(word, quoted=not _PLAIN.fullmatch(word))


def code(content: str) -> str:
    """A code span that shows the text as it is, whatever it is made of (CommonMark 0.31.2, section 6.1)."""
    content = neutral(content) or " "
    fence = "`" * (1 + max((len(run) for run in _TICKS.findall(content)), default=0))
    padded = content.strip(" ") and (content[0] in "` " or content[-1] in "` ")
    return f"{fence} {content} {fence}" if padded else f"{fence}{content}{fence}"
