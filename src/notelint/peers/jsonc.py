"""JSON as editors have it: with comments, and a comma behind the last item."""

from notelint.pattern import late_pattern

_STRING_OR_COMMENT = late_pattern(r'("(?:[^"\\\r\n]|\\.)*")|//[^\r\n]*|/\*.*?\*/', 16)  # 16: re.DOTALL
_STRING_OR_COMMA = late_pattern(r'("(?:[^"\\\r\n]|\\.)*")|,(?=\s*[\]}])')


def plain(text: str) -> str:
    """The same without comments, and without commas that nothing follows."""
    for pattern in (_STRING_OR_COMMENT, _STRING_OR_COMMA):
        text = pattern.sub(lambda match: match[1] or " ", text)
    return text
