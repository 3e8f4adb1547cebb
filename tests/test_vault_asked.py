"""Questions asked again leave a vault as it is where they were asked at first."""

from notelint.vault import Vault
from notelint.vault.asked import ask_again, asked
from tests.helpers import vault

_NOTES = {
    "a.md": "---\ntags: [one]\naliases: [first]\n---\n# A\n\n[b](b) [b](b.md#b)\n",
    "b.md": "# B\n\n## Part\n\n[a](a.md) [a](a.md)\n",
}


def ask(one: Vault) -> None:
    """Ask all that can be asked again."""
    one.times_linked("a")
    one.names("b.md", "github")
    one.keys()
    one.for_site()
    one.notes.values()


def kept(one: Vault) -> tuple[object, ...]:
    """What a vault tells of what it was asked."""
    names = {key: set(found) for key, found in one.names_so_far.items()}
    return one.asked_texts, names, one.has_given_values, one.written_so_far, one.notes.all_looked_at, one.notes.names_looked_at


def test_questions_asked_again_leave_the_same_answers() -> None:
    first, second = vault(_NOTES), vault(_NOTES)
    assert not any(kept(first))
    ask(first)
    assert all(kept(first)[:-1])
    first.notes.names_looked_at.clear()  # what is looked at is told with the readers
    ask_again(second, asked(first))
    assert kept(second) == kept(first)


def test_nothing_asked_is_nothing_asked_again() -> None:
    second = vault(_NOTES)
    ask_again(second, asked(vault(_NOTES)))
    assert not any(kept(second))
