"""What is another when notes of a vault are replaced."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from notelint.cache.sharing import Sharing
from notelint.note import Note


class Shift(NamedTuple):
    """What is no longer answered as it was.

    `everywhere`: questions whose answers concern any note. `asked`: questions of which it is known who has asked them. `among`:
    questions, and the notes about which the answer is another. `leading`: notes whose links may lead elsewhere. `named`: notes
    that have other names than before.
    """

    everywhere: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    among: Mapping[str, frozenset[str]] = {}
    leading: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()


class Replaced(NamedTuple):
    """Notes that are replaced, and those that take their place, with what they share with others."""

    before: Sequence[Note]
    after: Sequence[Note]
    was: Sequence[Sharing]
    now: Sequence[Sharing]

    def have_same_front_matter(self) -> bool:
        """Whether each has the front matter that it had; what is told of that names its note."""
        before, after = (
            {note.path: sharing.front_matter for note, sharing in zip(notes, shared, strict=True) if sharing.front_matter}
            for notes, shared in ((self.before, self.was), (self.after, self.now))
        )
        return before == after

    def share(self, field: Callable[[Sharing], Any]) -> bool:
        """Whether both have the same of this."""
        return sorted(filter(None, map(field, self.was))) == sorted(filter(None, map(field, self.now)))
