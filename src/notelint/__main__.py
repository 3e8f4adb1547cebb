"""The command `notelint`, also as `python -m notelint`: a run in a process of its own."""

import atexit
import os
import sys

from notelint.cli.main import main


def run() -> int:
    """Run a command as the whole of this process, and return its exit code.

    When the interpreter ends it frees all facts about all notes one by one, which takes a sixth of a run over a thousand of
    them; the system takes the memory back at once.
    """
    codes: list[int] = []
    atexit.register(_leave, codes)  # the first to be registered is called last, when all others have done what they have to
    codes.append(main())
    return codes[0]


def _leave(codes: list[int]) -> None:
    """End the process, unless an error has to be told first."""
    if not codes:
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return  # Python says what is wrong with them
    os._exit(codes[0])


if __name__ == "__main__":
    sys.exit(run())
