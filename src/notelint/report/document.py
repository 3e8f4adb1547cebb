"""A page that needs nothing but itself: its style and its script stand in it, and its policy allows nothing else.

Even text that were mistaken for markup could run nothing and load nothing (W3C, Content Security Policy Level 3).
"""

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from notelint.report.markup import BREAK, Markup, element, empty, joined


def document(title: str, styles: Sequence[Path], script: Path, body: Markup) -> str:
    """The page as text: UTF-8, for wide and for narrow screens."""
    head = _head(title, Markup("".join(_text(style) for style in styles)), _text(script))
    return f"<!DOCTYPE html>\n{element('html', {'lang': 'en'}, BREAK, head, BREAK, body, BREAK)}\n"


def field(name: str, control_id: str, control: Markup) -> Markup:
    """A control of a form with its label."""
    return element("div", {"class": "field"}, element("label", {"for": control_id}, name), control)


def _head(title: str, style: Markup, script: Markup) -> Markup:
    allowed = f"style-src {_digest(style)}; script-src {_digest(script)}"
    policy = {
        "http-equiv": "Content-Security-Policy",
        "content": f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'",
    }
    parts = [
        empty("meta", {"charset": "utf-8"}),
        empty("meta", policy),
        empty("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("title", None, title),
        element("style", None, style),
        element("script", {"type": "module"}, script),  # a module runs when the page is there
    ]
    return element("head", None, BREAK, joined(parts, BREAK), BREAK)


def _text(file: Path) -> Markup:
    return Markup(file.read_text(encoding="utf-8"))


def _digest(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
