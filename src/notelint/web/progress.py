"""How much a run may do, and how far it is."""

from typing import NamedTuple


class Limits(NamedTuple):
    """How much one run may do: requests in all, and seconds. What is under way then still comes to its end."""

    requests: float = float("inf")
    seconds: float = float("inf")


class Progress(NamedTuple):
    """How far a run is: addresses with a verdict, under way and not begun; requests sent; hosts that keep us waiting."""

    done: int
    open: int
    left: int
    requests: int
    slow_hosts: tuple[str, ...]
