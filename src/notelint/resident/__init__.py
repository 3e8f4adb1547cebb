"""A vault that stays in memory: after each change only what depends on it is judged again.

For the copies and the marked items of a vault, which are its answers as a whole, the same proof is used as for what is kept on
disk (`cache/partly.py`); but where it fails, these answers are made anew, and not the vault is read.
"""

from notelint.resident.resident import Resident

__all__ = ["Resident"]
