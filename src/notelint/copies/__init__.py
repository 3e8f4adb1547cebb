"""Copies in a vault: sections and lists that stand more than once, word for word or drifted apart."""

from notelint.copies.corpus import is_generated
from notelint.copies.editions import edition, has_same_name, repeats_on_purpose
from notelint.copies.settings import Copy, CopySettings, Stretch

__all__ = ["Copy", "CopySettings", "Stretch", "edition", "has_same_name", "is_generated", "repeats_on_purpose"]
