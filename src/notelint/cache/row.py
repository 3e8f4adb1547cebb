"""What is kept of one note."""

from typing import NamedTuple

from notelint.cache.plain import Plain


class Row(NamedTuple):
    """What is kept of one note: what was found in it, what other notes learn from it, and who looks at it.

    `lines` are those of a note that findings speak of. `sharing` is what it contributes to the answers that the vault gives as
    a whole, None when it could not be read. `texts` count its links of those texts that somebody asked for. `takes_part` says
    that it has a marked item, or one like a marked one elsewhere. By their paths: `incoming` has the notes whose links lead
    here, with the spans of these; `readers` those whose findings by some rules depend on what stands here, `name_readers` those
    whose findings depend only on which names it has: `names`, by platform; `causing` those with findings that speak of a place
    here. `silenced` is what comments silence: rules, and the offsets at which their findings begin. `front_matter` is its own,
    where it can be had again without a parser. `repeats` says that two lines in a row of it stand in the vault more than once.
    `written` tells how its links are written, where somebody asked for that.
    """

    findings: tuple[Plain, ...]
    links: int
    lines: Plain | None
    sharing: Plain | None
    texts: tuple[tuple[str, int], ...]
    takes_part: bool
    incoming: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]
    readers: tuple[tuple[str, tuple[str, ...]], ...]
    name_readers: tuple[tuple[str, tuple[str, ...]], ...]
    names: tuple[tuple[str, tuple[str, ...]], ...]
    causing: tuple[str, ...]
    silenced: tuple[tuple[str, int], ...]
    front_matter: Plain | None
    repeats: bool
    written: tuple[int, ...]
