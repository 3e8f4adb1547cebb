"""What a move changes in a vault, note by note; nothing is written here."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from notelint.config.tree import Configs
from notelint.dialects import dialects
from notelint.errors import PathError
from notelint.files import Listing
from notelint.finding import Edit, apply_edits
from notelint.markdown import read_note
from notelint.mending import is_same_around
from notelint.moves.headings import Renaming, find_heading, heading_edit, refragmented, text_of
from notelint.moves.links import Move, Moved, moved
from notelint.moves.record import Moves
from notelint.note import Note
from notelint.text import Span, Text
from notelint.vault import Vault


class Change(NamedTuple):
    """A note that changes: its path before and after, its text before, and the edits in it."""

    old: str
    new: str
    text: Text
    edits: tuple[Edit, ...]

    @property
    def after(self) -> Text:
        """Its text after."""
        return Text(apply_edits(self.text.content, self.edits), bom=self.text.bom)


class Plan(NamedTuple):
    """All that is to be done: what is called what then, the notes that change, and how many links cannot be mended where."""

    old: str
    new: str
    changes: tuple[Change, ...]
    lost: Mapping[str, int]


class Opened(NamedTuple):
    """The files of a vault, their configurations, and all its notes."""

    listing: Listing
    configs: Configs
    vault: Vault


def note_plan(opened: Opened, old: str, new: str) -> Plan:
    """A note under another path, which is free."""
    vault = opened.vault
    files = [new if path == old else path for path in opened.listing.paths]
    notes = [note._replace(path=new) if note.path == old else note for note in dict.values(vault.notes)]
    moves = moved(Move(old, new, vault, Vault(notes, files, vault.settings)))
    return _plan(old, new, vault, moves, {old: new})


def heading_plan(opened: Opened, path: str, name: str, text: str) -> Plan:
    """A heading of a note, by its id or title, with another text. Raises PathError where there is none, or cannot be."""
    number = find_heading(name, path, opened.vault)
    if number is None:
        raise PathError(f"{path} has no heading with the id or title `{name}`.")
    return numbered_heading_plan(opened, path, number, text)


def numbered_heading_plan(opened: Opened, path: str, number: int, text: str) -> Plan:
    """A heading of a note, by its number from 0, with another text. Raises PathError for a text that is no heading's."""
    if not text or any(sign in text for sign in "\r\n"):
        raise PathError("The new text of a heading is one line that is not empty.")
    note = opened.vault.notes[path]
    edit = heading_edit(note, note.headings[number], text)
    if any(
        edit.span.start < anchor.span.start < edit.span.end and note.text.slice(anchor.span) not in text
        for anchor in note.anchors
    ):
        raise PathError("An anchor in the middle of that heading would be lost: write it into the new text, too.")
    after = _reread(opened, note, edit)
    if [heading.level for heading in after.headings] != [heading.level for heading in note.headings]:
        raise PathError(f"`{text}` cannot be the text of that heading: the note would have other headings then.")
    notes = [after if other.path == path else other for other in dict.values(opened.vault.notes)]
    vault = Vault(notes, opened.listing.paths, opened.vault.settings)
    if not _is_contained(note, [edit]):
        raise PathError(f"`{text}` cannot be the text of that heading: more than the heading would be another then.")
    moves = refragmented(Renaming(path, number, opened.vault, vault))
    old = text_of(note, note.headings[number])
    return _plan(f"{path}#{old}", f"{path}#{text}", opened.vault, [Moved(path, (edit,), ()), *moves], {})


def undoing(plan: Plan, moves: Moves, vault: Vault) -> Plan:
    """The plan with what an earlier move did undone to the byte, where this one goes back."""
    back = moves.back(plan.old, plan.new, {path: note.text.content for path, note in dict.items(vault.notes)})
    changes = {change.old: change for change in plan.changes}
    for path, edits in back.items():
        new = changes[path].new if path in changes else path
        changes[path] = Change(path, new, vault.notes[path].text, edits)
    return plan._replace(changes=tuple(change for _, change in sorted(changes.items())))


# -- inside


def _contained(note: Note, edits: Sequence[Edit]) -> Sequence[Edit]:
    """The edits without those that would change what is rendered outside of the links and headings that they are in."""
    if not edits or _is_contained(note, edits):
        return edits
    return [edit for edit in edits if _is_contained(note, [edit])]


def _is_contained(note: Note, edits: Sequence[Edit]) -> bool:
    constructs = [*(link.span for link in note.links), *(heading.span for heading in note.headings)]
    around = [
        min((construct for construct in constructs if _holds(construct, edit.span)), key=_length, default=edit.span)
        for edit in edits
    ]
    return is_same_around(note.text.content, edits, around)


def _holds(span: Span, other: Span) -> bool:
    return span.start <= other.start and other.end <= span.end


def _length(span: Span) -> int:
    return span.end - span.start


def _reread(opened: Opened, note: Note, edit: Edit) -> Note:
    content = apply_edits(note.text.content, [edit])
    dialect = dialects(opened.listing, opened.configs)(note.path)
    return read_note(note.path, Text(content, bom=note.text.bom), dialect, opened.configs.at(note.path).parser)


def _plan(old: str, new: str, vault: Vault, moves: Iterable[Moved], paths: Mapping[str, str]) -> Plan:
    edits: dict[str, tuple[Edit, ...]] = dict.fromkeys(paths, ())
    lost: Counter[str] = Counter()
    for move in moves:
        edits[move.path] = (*edits.get(move.path, ()), *move.edits)
        lost[move.path] += len(move.lost)
    for path, made in edits.items():
        edits[path] = tuple(_contained(vault.notes[path], made))
        lost[path] += len(made) - len(edits[path])
    lost = +lost
    changes = [Change(path, paths.get(path, path), vault.notes[path].text, made) for path, made in sorted(edits.items())]
    return Plan(old, new, tuple(change for change in changes if change.edits or change.old in paths), lost)
