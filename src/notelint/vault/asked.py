"""What a vault was asked in another process, and the same questions asked again: their answers are what a run keeps."""

from typing import NamedTuple

from notelint.vault import Vault


class Asked(NamedTuple):
    """The questions to a vault: texts of links, names by path and platform, values of front matter, its habit, all notes.

    Not among them are copies and marked items: rules that want these run where the questions are kept.
    """

    texts: frozenset[str]
    names: tuple[tuple[str, str], ...]
    values: bool
    habit: bool
    all_notes: bool


def asked(vault: Vault) -> Asked:
    """What the vault was asked so far."""
    habit = bool(vault.written_so_far)
    return Asked(vault.asked_texts, tuple(vault.names_so_far), vault.has_given_values, habit, vault.notes.all_looked_at)


def ask_again(vault: Vault, questions: Asked) -> None:
    """Have a vault answer the same questions, so that it tells of them as if it had been asked at first."""
    for text in questions.texts:
        vault.times_linked(text)
    for path, platform in questions.names:
        vault.name_keys(path, platform)
    vault.notes.names_looked_at.clear()  # nobody has looked at them here
    if questions.values:
        vault.keys()
    if questions.habit:
        vault.for_site()
    vault.notes.all_looked_at |= questions.all_notes
