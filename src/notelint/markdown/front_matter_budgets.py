"""How much front matter is read, in any format.

Budgets against alias bombs ("billion laughs") and nesting bombs: far above any metadata, far below what hurts.
"""

from typing import Final

MAX_NODES: Final = 10_000
MAX_DEPTH: Final = 64
TOO_DEEP: Final = f"Front matter is nested more than {MAX_DEPTH} levels deep here and is not read: flatten it."
