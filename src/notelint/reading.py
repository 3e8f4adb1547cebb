"""Files → notes, in this process or in several; the result is the same, in the same order."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from notelint.files import UnreadableError, decode, read_text
from notelint.markdown import read_note
from notelint.markdown.dialect import Dialect, ParserName
from notelint.note import FrontMatter, Note
from notelint.text import Text

_ENOUGH_BYTES = 8_000_000
_ENOUGH_PROCESSORS = 6
"""When processes pay. Measured on 821 notes of 2.7 MB in all: reading them takes 1.5 s, and handing their facts from process to
process another 1.2 s, of which 0.7 s are spent in the one that collects them.
"""


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


def read_one(task: Task, known: Callable[[str], FrontMatter | None] | None = None) -> Read:
    """Read one note; `known` may have the front matter of this content. Raises nothing for any content."""
    try:
        text = read_text(task.file) if task.content is None else decode(task.content)
    except UnreadableError as error:
        return Read(task.path, error.text, None, str(error), error.offset)
    front_matter = known(text.content) if known else None
    return Read(task.path, text, read_note(task.path, text, task.dialect, task.parser, front_matter))


def read_all(tasks: Sequence[Task], jobs: int, progress: Callable[[int], None] | None = None) -> list[Read]:
    """Read the notes in order, with `jobs` processes (0: as many as pay); `progress` is told how many are done."""
    jobs = min(jobs or _worthwhile(tasks), max(1, len(tasks) // 2))
    read: list[Read] = []
    for note_read in map(read_one, tasks) if jobs == 1 else _in_processes(tasks, jobs):
        read.append(note_read)
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
    if len(tasks) < 100:
        return 1
    from notelint.processes import processors

    available = processors()
    if available < _ENOUGH_PROCESSORS:
        return 1
    size = sum(_size(task) for task in tasks)
    return available if size >= _ENOUGH_BYTES else 1


def _size(task: Task) -> int:
    try:
        return task.file.stat().st_size
    except OSError:
        return 0
