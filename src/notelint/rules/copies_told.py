"""What duplicate-section says of a copy, and how loudly."""

from collections.abc import Sequence

from notelint.copies import Copy, Stretch, edition, has_same_name, repeats_on_purpose
from notelint.finding import Severity
from notelint.note import Note
from notelint.pattern import late_pattern
from notelint.vault import Vault

_FEWEST_LINKS = 2
_MANY = 4
# A line that begins with code, whatever is around it, tells of a parameter, an option or a command.
_REFERENCE = late_pattern(r"[ \t]*(?:[-*+]|[0-9]+[.)])?[ \t]*[|*_\[(\"']*[ \t]*`|[ \t]*\|[ \t:|-]*$")
_SHOWN, _WIDTH = 3, 60
# Of what two lines have in common at their start, so much is shown before what differs.
_LEAD = 20
_BOX = "[ ] ", "[x] "


def message(note: Note, vault: Vault, copy: Copy) -> str:
    """What is wrong, where the other copies are, what differs, and what to do."""
    if copy.beside:
        return f"{_message(note, vault, copy)} {_counted(copy.beside)} like it, not listed here."
    return _message(note, vault, copy)


def _message(note: Note, vault: Vault, copy: Copy) -> str:
    lines = copy.stretch.lines
    more = f" and {len(copy.others) - 1} other places" if len(copy.others) > 2 else " and one other place"
    elsewhere = _where(vault, copy.others[0], note) + (more if len(copy.others) > 1 else "") + " as well"
    if copy.exact:
        return f"These {lines} lines stand in {elsewhere}. Keep them in one place and link to it."
    if not (copy.only_here or copy.only_there or copy.moved):
        return f"These {lines} lines stand in {elsewhere}, but nested differently. Keep them in one place and link to it."
    way_out = "Bring them together, and link to one from the other."
    if list(map(_unticked, copy.only_here)) == list(map(_unticked, copy.only_there)) and not copy.moved:
        return f"These {lines} lines stand in {elsewhere}, but ticked differently. {_differences(copy)} {way_out}"
    if not copy.only_here and not copy.moved:
        return f"These {lines} lines stand in {elsewhere}, among others. {_differences(copy)} {way_out}"
    return f"{copy.same} of these {lines} lines stand in {elsewhere}. {_differences(copy)} {way_out}"


def role(number: int, copy: Copy) -> str:
    """What the other place of this number is to the copy."""
    if copy.exact:
        return "the same here" if number else "the first copy"
    return "like it as well" if number else "what it is compared with"


def severity(note: Note, copy: Copy) -> Severity:
    """A warning for an exact copy that is seldom meant, else advice."""
    return "warning" if copy.exact and not _is_meant(note, copy) else "advice"


def _is_meant(note: Note, copy: Copy) -> bool:
    """Whether a copy is mostly one on purpose: it leads to next to nothing, stands in many places, or lists parameters."""
    links = sum(copy.stretch.span.covers(link.span.start) and "://" in link.target for link in note.links)
    if links < _FEWEST_LINKS or copy.places > _MANY or copy.beside or _is_reference(note, copy):
        return True
    own = edition(note.path)
    return all(
        other.path != note.path and (has_same_name(note.path, other.path) or repeats_on_purpose(own, edition(other.path)))
        for other in copy.others
    )


def _is_reference(note: Note, copy: Copy) -> bool:
    """Whether most lines of a copy begin with code: parameters that several functions, options or commands have in common."""
    lines = [line for line in note.text.content[copy.stretch.span.start : copy.stretch.span.end].splitlines() if line.strip()]
    return 2 * sum(_REFERENCE.match(line) is not None for line in lines) > len(lines)


def _where(vault: Vault, place: Stretch, note: Note) -> str:
    line = vault.notes[place.path].text.position(place.span.start).line
    return f"line {line}" if place.path == note.path else f"`{place.path}` line {line}"


def _counted(notes: int) -> str:
    return "One more note has a copy" if notes == 1 else f"{notes} more notes have copies"


def _unticked(line: str) -> str:
    return line[4:] if line.startswith(_BOX) else line


def _differences(copy: Copy) -> str:
    told = []
    for name, lines, others in (
        ("only here", copy.only_here, copy.only_there),
        ("only there", copy.only_there, copy.only_here),
        ("in another order", copy.moved, ()),
    ):
        if lines:
            told.append(f"{name}: {_shown(lines, others)}")
    text = "; ".join(told)
    return f"{text[0].upper()}{text[1:]}."


def _shown(lines: Sequence[str], others: Sequence[str]) -> str:
    shown = [f"`{_shortened(line, others)}`" for line in lines[:_SHOWN]]
    return ", ".join(shown) + (f" and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else "")


def _shortened(line: str, others: Sequence[str]) -> str:
    """What of a line sets it apart from the others, if need be without its start."""
    common = max((_common(line, other) for other in others), default=0)
    # An address is one word: without blanks the cut is where it comes.
    start = line.rfind(" ", 0, common - _LEAD) + 1 or common - _LEAD if common > _WIDTH - _LEAD else 0
    start = max(start, common - 2 * _LEAD) if start else 0
    cut = f"…{line[start:]}" if start else line
    return cut if len(cut) <= _WIDTH else f"{cut[: _WIDTH - 1]}…"


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
