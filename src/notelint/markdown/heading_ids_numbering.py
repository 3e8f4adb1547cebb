"""How platforms tell headings of one name apart: ids in the order of the note → ids that are numbered.

Each function takes pairs of the id made from the text and the id that the heading gives itself (`{#id}`, or empty).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeAlias

Given: TypeAlias = tuple[str, str]


def count_until_free(given: Iterable[Given], *, reserve: bool = False) -> list[str]:
    """`dup`, `dup-1`, `dup-2`…, past numbers that are taken; with `reserve`, by explicit ids before it too.

    Source: github-slugger `index.js` (GitHub, Gatsby, Docusaurus), VS Code `slugify.ts`, and Hugo `autoid.go` with `reserve`.
    """
    counts: dict[str, int] = {}
    ids = []
    for slug, explicit in given:
        unique = explicit or slug
        while not explicit and unique in counts:
            counts[slug] += 1
            unique = f"{slug}-{counts[slug]}"
        if not explicit or reserve:
            counts.setdefault(unique, 0)
        ids.append(unique)
    return ids


def count_blindly(given: Iterable[Given]) -> list[str]:
    """`dup`, `dup-1`…, without a look at other headings: `dup`, `dup`, `dup-1` gives `dup-1` twice.

    Source: kramdown `converter/base.rb` and kramdown-parser-gfm; GitLab's `table_of_contents_filter.rb` before 17.
    """
    seen: Counter[str] = Counter()
    ids = []
    for slug, explicit in given:
        ids.append(explicit or (f"{slug}-{seen[slug]}" if seen[slug] else slug))
        seen[slug] += not explicit
    return ids


def count_with_underscore(given: Sequence[Given]) -> list[str]:
    """`dup`, `dup_1`, and `dup_2` after a heading `dup_1`; explicit ids anywhere in the note are taken; no id is empty.

    Source: Python-Markdown `markdown/extensions/toc.py`, `unique`.
    """
    taken = {explicit for _, explicit in given if explicit}
    highest: dict[str, int] = {}
    ids = []
    for slug, explicit in given:
        unique = explicit or slug
        if not explicit and (not slug or slug in taken):
            match = re.fullmatch(r"(.*)_([0-9]+)", slug)
            base, start = (match[1], int(match[2])) if match else (slug, 0)
            number = max(start, highest.get(base, 0) if not match else 0) + 1
            while (unique := f"{base}_{number}") in taken:
                number += 1
            if not match:
                highest[base] = number
        taken.add(unique)
        ids.append(unique)
    return ids


def count_as_docutils(given: Iterable[Given]) -> list[str]:
    """The first of a name has it, all others (and those without any letter) are `id1`, `id2`… of the whole note.

    Source: docutils `nodes.py`, `document.set_id`, with the `auto_id_prefix` that Sphinx sets.
    """
    taken: set[str] = set()
    number = 0
    ids = []
    for slug, _ in given:
        unique = slug
        while not unique or unique in taken:
            number += 1
            unique = f"id{number}"
        taken.add(unique)
        ids.append(unique)
    return ids
