"""Notes made to keep a linter busy: each is read to its end.

No time is taken here, for machines differ: some of what these guard against would not end, the rest takes minutes where the
whole suite takes one or two. `python -m benchmarks.hostile` tells the seconds, and how they grow with the note.
"""

from pathlib import Path

import pytest

from tests.conftest import Notelint, write

HOSTILE = {
    "blank lines before anything else": "\r\n" * 20_000 + "x",
    "links that are never closed": "[a](b " * 30_000,
    "parentheses that are never closed": "[a](" * 50_000,
    "swapped brackets": ")[http://a.org]" * 20_000,
    "an address again and again": "http://" * 100_000,
    "an address with stray marks at its end": "[x](<http://a.org" + "]'" * 100_000 + ">)",
    "an anchor again and again": '<a name="x">' * 10_000,
    "an anchor after text again and again": '<a name="x"></a> a\n\n' * 5_000,
    "broken fragments": "- [A](#a)\n" * 10_000,
    "broken fragments among headings": "".join(f"# Title {n}\n\n[x](#titel-{n}x)\n\n" for n in range(5_000)),
    "a navigation by anchors": "".join(f"- [A](#a{n})\n" for n in range(5_000))
    + "".join(f'\n<a name="a{n}"></a>\n# T\n' for n in range(5_000)),
    "a bot's table that has no end": "<!-- ALL-CONTRIBUTORS-LIST:END --> [x](#y)\n"
    + "<!-- ALL-CONTRIBUTORS-LIST:START " * 20_000,
    "a definition again and again": "[a]: b\n" * 30_000,
    "comments to notelint": "[x](y.md) <!-- notelint-disable-line broken-link -->\n\n" * 5_000,
    "comments before headings": "<!-- notelint-disable-next-line broken-link -->\n# A\n[x](y.md)\n\n" * 3_000,
    "a heading full of blanks": "# a" + " " * 200_000 + "b",
    "a heading full of combining marks": "# a" + "\u0301\u0316" * 100_000 + "\n\n[x](#b)",
    "references without definitions": "".join(f"- [alpha-{n}][gamma-{n}] Do\n" for n in range(20_000)),
    "a token of many letters": "[x](http://a.org/?token=a1" + "".join(chr(0x4E00 + n % 20_000) for n in range(200_000)) + ")",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_note_is_read_to_its_end(content: str, vault: Path, notelint: Notelint) -> None:
    write(vault, {"note.md": content})
    ran = notelint("check", "--jobs", "1", "--format", "json")
    assert ran.code in (0, 1)
    assert '"notes": 1' in ran.out
