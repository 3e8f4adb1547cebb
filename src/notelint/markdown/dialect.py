"""What a note may contain beyond CommonMark and GitHub's tables, strikethrough, task lists, footnotes and bare addresses."""

from typing import Literal, NamedTuple, TypeAlias

ParserName: TypeAlias = Literal["pulldown", "markdown-it"]


class Dialect(NamedTuple):
    """The extensions that a note is read with.

    `wikilinks`: `[[note]]` and `![[embed]]` are links, `^id` at the end of a block names it. `label_first`: `[[text|note]]`, as
    in Dendron, rather than `[[note|text]]`. `myst`: directives, roles and `(target)=`, which only markdown-it-py reads.
    `late_front_matter`: front matter may stand below blank lines, as in Hugo.
    """

    wikilinks: bool = False
    myst: bool = False
    label_first: bool = False
    late_front_matter: bool = False
