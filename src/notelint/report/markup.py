"""HTML and XML in which text cannot be mistaken for markup.

Three forms are made of it, each with few elements. To escape whatever is no markup by its type takes these lines; a template
engine would be a dependency, and one more language.
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from notelint.report.neutral import COMMAND, neutral

Value: TypeAlias = str | int | bool


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


BREAK = Markup("\n")
"""The end of a line between elements; one within a text becomes an escape."""


def escape(text: str) -> Markup:
    """Text as markup: what could be a tag, an entity or the end of an attribute, and what XML may not contain, as escapes.

    Source: XML 1.0, section 2.2 ("Characters") and section 2.4 ("Character Data and Markup"); HTML, section 13.3.
    """
    if isinstance(text, Markup):
        return text
    safe = COMMAND.sub("&#35;", neutral(text).replace("&", "&amp;")).replace("<", "&lt;").replace(">", "&gt;")
    return Markup(safe.replace('"', "&quot;").replace("'", "&#39;"))


def element(name: str, attributes: Mapping[str, Value] | None = None, *content: str) -> Markup:
    """An element with what is in it."""
    return Markup(f"{empty(name, attributes)}{''.join(map(escape, content))}</{name}>")


def empty(name: str, attributes: Mapping[str, Value] | None = None) -> Markup:
    """The tag alone, as of an element that HTML knows to be empty. True is an attribute without a value, False is none."""
    listed = "".join(_attribute(key, value) for key, value in (attributes or {}).items() if value is not False)
    return Markup(f"<{name}{listed}>")


def joined(parts: Iterable[Markup], between: Markup) -> Markup:
    """Markup in a row."""
    return Markup(between.join(parts))


def _attribute(name: str, value: Value) -> str:
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
