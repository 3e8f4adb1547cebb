"""Fragments of links: what they are compared by on each platform, and those that need no heading."""

from notelint.markdown.heading_ids_slugs import normalize, obsidian
from notelint.pattern import late_pattern

# WICG "URL Fragment Text Directives": all from `:~:` on is for the browser alone.
_DIRECTIVE = ":~:"
# Lines of a file, as GitHub (`L10`, `L10-L20`, `L10C1-L12C5`), GitLab (`L10-20`) and VS Code (`L10,5`) write them.
_LINES = late_pattern(r"L\d+(?:C\d+|,\d+)?(?:-L?\d+(?:C\d+|,\d+)?)?")
_WITH_LINES = frozenset(("github", "gitlab", "gitlab-16", "vscode"))


def fragment_key(fragment: str, platform: str) -> str:
    """What a decoded fragment or a name is compared by: two are the same on a platform when their keys are equal.

    Keys are in Unicode's form NFC and without a text directive. VS Code and Obsidian ignore case, Obsidian punctuation too
    (its `Heading 1#Heading 2` stays a path, `^block` a block); GitHub's links may repeat the `user-content-` of its page.
    """
    if platform == "obsidian":
        return "#".join(_obsidian_key(part) for part in fragment.split("#"))
    key = normalize("NFC", fragment.partition(_DIRECTIVE)[0])
    if platform == "github":
        return key.removeprefix("user-content-")
    return key.lower() if platform == "vscode" else key


def special(fragment: str, platform: str) -> bool:
    """Whether a decoded fragment leads somewhere without any heading or anchor.

    On the web that is the empty fragment and `top` (HTML, "find a potential indicated element", any case) and a mere text
    directive; lines of a file where the platform knows them; on GitHub also `readme`, its own frame around a README.
    """
    element = fragment.partition(_DIRECTIVE)[0]
    if not element:
        return True
    if platform == "obsidian":
        return False
    if element.lower() == "top" or (platform == "github" and element == "readme"):
        return True
    return platform in _WITH_LINES and _LINES.fullmatch(element) is not None


def _obsidian_key(part: str) -> str:
    text = normalize("NFC", part).lower()
    return f"^{text[1:].strip()}" if text.startswith("^") else obsidian(text)
