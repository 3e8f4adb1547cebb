"""Files → notes, in this process or in several; the result is the same, in the same order."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from notelint.files import UnreadableError, decode, read_text
from notelint.markdown import read_note
from notelint.markdown.dialect import Dialect, ParserName
from notelint.note import Note
from notelint.text import Text

_WORTH_A_PROCESS = 2_000_000
"""Bytes of notes that take about as long to read as a process takes to start (measured: a quarter of a second)."""


class Task(NamedTuple):
    """A note to read: its path in the vault, its file, what to read in place of the file, and how."""

    path: str
    file: Path
    content: bytes | None
    dialect: Dialect
    parser: ParserName


class Read(NamedTuple):
    """What came of it: the note, or (`note` None) why not and where the trouble begins."""

    path: str
    text: Text
    note: Note | None
    trouble: str = ""
    offset: int = 0


def read_one(task: Task) -> Read:
    """Read one note. Raises nothing for any content."""
    try:
        text = read_text(task.file) if task.content is None else decode(task.content)
    except UnreadableError as error:
        return Read(task.path, error.text, None, str(error), error.offset)
    return Read(task.path, text, read_note(task.path, text, task.dialect, task.parser))


def read_all(tasks: Sequence[Task], jobs: int, progress: Callable[[int], None] | None = None) -> list[Read]:
    """Read the notes in order, with `jobs` processes (0: as many as pay); `progress` is told how many are done."""
    jobs = min(jobs or _worthwhile(tasks), max(1, len(tasks) // 2))
    read: list[Read] = []
    for one in map(read_one, tasks) if jobs == 1 else _in_processes(tasks, jobs):
        read.append(one)
        if progress:
            progress(len(read))
    return read


def _in_processes(tasks: Sequence[Task], jobs: int) -> Iterator[Read]:
    import multiprocessing  # only large vaults pay for these
    from concurrent.futures import ProcessPoolExecutor

    portion = max(1, min(64, len(tasks) // (jobs * 4)))
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(read_one, tasks, chunksize=portion)


def _worthwhile(tasks: Sequence[Task]) -> int:
    size = 0
    for task in tasks:
        try:
            size += task.file.stat().st_size if task.content is None else 0
        except OSError:
            continue
    return max(1, min(os.cpu_count() or 1, size // _WORTH_A_PROCESS))
