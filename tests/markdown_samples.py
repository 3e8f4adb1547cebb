"""Markdown to read: the examples of two specifications, and notes that Hypothesis makes."""

import hashlib
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import pytest
from hypothesis import strategies as st

# The specifications are CC-BY-SA, so they are fetched, not kept here. This source distribution carries CommonMark 0.31.2 and
# GFM 0.29 word for word.
_DISTRIBUTION = "marko==2.2.4"
_ARCHIVE = "marko-2.2.4.tar.gz"
_DIGEST = "c042c66f835425673123d7536b39b4660de3b68e30078c70fd26245b31170683"
_MEMBERS = {"commonmark": "marko-2.2.4/tests/spec/commonmark.txt", "gfm": "marko-2.2.4/tests/spec/gfm.txt"}
_EXAMPLE = re.compile(r"^`{32} example[^\n]*\n(.*?)^\.\n.*?^`{32}$", re.DOTALL | re.MULTILINE)

Specification = Literal["commonmark", "gfm"]


def examples(specification: Specification, cache: Path) -> list[str]:
    """The Markdown of every example, in order; skipped where the archive cannot be had, failed under CI."""
    archive = cache / _ARCHIVE
    if not archive.exists():
        _fetch(archive)
    assert hashlib.sha256(archive.read_bytes()).hexdigest() == _DIGEST, f"{archive} is not the archive that was looked at"
    with tarfile.open(archive) as opened:
        member = opened.extractfile(_MEMBERS[specification])
        assert member is not None
        text = member.read().decode("utf-8")
    return [example.replace("→", "\t") for example in _EXAMPLE.findall(text)]


def _fetch(archive: Path) -> None:
    with TemporaryDirectory(dir=archive.parent) as folder:
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--no-deps",
            "--no-binary",
            ":all:",
            "-d",
            folder,
            _DISTRIBUTION,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            message = (
                f"the specifications' examples come with {_DISTRIBUTION}, which pip could not download: {done.stderr[-500:]}"
            )
            if os.environ.get("CI"):
                pytest.fail(message)
            pytest.skip(message)
        # Several workers may come here at once; each moves a whole file.
        (Path(folder) / _ARCHIVE).replace(archive)


_PREFIXES = [
    "",
    "",
    "",
    "",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "2) ",
    "> ",
    ">",
    "  ",
    "   ",
    "    ",
    "\t",
    "# ",
    "## ",
    "#\t",
    "> - ",
    "- - ",
]
_PREFIXES += ["- [ ] ", "1. [x] ", "1.  ", "   - ", ">> "]
_ATOMS = [
    "a",
    "b",
    "word",
    "*",
    "**",
    "_",
    "__",
    "~",
    "~~",
    "`",
    "``",
    "[",
    "]",
    "](",
    "](x)",
    "(",
    ")",
    "[a]",
    "[a][]",
    "[t][a]",
]
_ATOMS += [
    "[t](u)",
    "[t](<u v> 'w')",
    "![",
    "![i](j.png)",
    "![i][a]",
    "<b>",
    "</b>",
    '<a href="q">',
    "</a>",
    '<a name="n"></a>',
]
_ATOMS += [
    "<!-- c -->",
    "<http://e.example>",
    "<x@y.example>",
    "<",
    ">",
    "&amp;",
    "&#0;",
    "&nope;",
    "&copy;",
    "&#1;",
    "&#xD800;",
]
_ATOMS += [
    "\\",
    "\\*",
    "\\[",
    "\\|",
    "|",
    " | ",
    " ",
    "  ",
    "\t",
    "!",
    '"t"',
    "  \n",
    "\\\n",
    "http://e.example/a_b",
    "www.e.example.",
]
_ATOMS += [
    "é",
    "😀",
    "\u2028",
    "\0",
    "\ufeff",
    "\xa0",
    "\x85",
    "\u3000",
    "“",
    "a\x0cb",
    "a\x0bb",
    "#",
    " #",
    " ##",
    "[^n]",
    "[^n]:",
]
_ATOMS += [
    "[^n]: ",
    "[a]: ",
    "[a]: /u",
    '[B c]: <d e> "t"',
    "\n[a]: /v",
    "[b C]",
    "$",
    "$x$",
    "{{ [a](b) }}",
    "[[w]]",
    "[[w|l]]",
]
_ATOMS += [
    "![[e]]",
    "^id",
    "{#id}",
    '<h1 id="x">',
    "</h1>",
    "<div>",
    "</div>",
    "===",
    "---",
    "***",
    "```",
    "~~~",
    "|-|-|",
    "|--|",
]
_ATOMS += ["- ", "1. ", "> ", ".", ";", ":", "=", "-", "+", "x@y.example"]
_ENDS = ["\n", "\n", "\n", "\n\n", "\r\n", "\r\n\r\n", "\n\n\n", "\r"]

_line = st.tuples(
    st.sampled_from(_PREFIXES), st.lists(st.sampled_from(_ATOMS), max_size=7).map("".join), st.sampled_from(_ENDS)
)
notes = st.lists(_line.map("".join), min_size=1, max_size=7).map("".join)
"""Notes of a few lines, each a prefix, some fragments of Markdown, and one of the line ends."""
