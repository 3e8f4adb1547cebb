"""Judges how the target of a link is written: malformed or not, mistake, and what was meant.

A target that is legal but odd is no fault: other schemes, protocol-relative addresses, placeholders, balanced parentheses,
international hosts, text fragments.
"""

import re
from posixpath import dirname, join

from notelint.note import Link, Note
from notelint.pattern import late_pattern
from notelint.vault import Vault
from notelint.web.address import scheme
from notelint.web.written.addresses import SEVERAL_FRAGMENTS, address_fault, fragment_fault, glued
from notelint.web.written.fault import Fault, is_addressed, is_mail, shown
from notelint.web.written.schemes import host_fault, scheme_fault

# Nearly every target is one of these and nothing is wrong with it: a plain web address (no `:` behind the host but for that of
# a port, so nothing can be glued on), one of a number, a path whose first part has no dot, a plain file name, a fragment.
_FINE = late_pattern(
    r"""(?:
      (?!.*%E2%80%8B)https?://(?:(?:[A-Za-z0-9_-]+\.)+[A-Za-z][A-Za-z0-9-]*|(?:(?:1\d\d|[1-9]?\d)\.){3}(?:1\d\d|[1-9]?\d))
      (?::[1-5]?\d{1,4})?(?:[/?](?:[\w.~/?@!$&()*+=-]|%[0-9A-Fa-f]{2})*)?
      (?<![()])(?:\#[\w.~/?!$&*+=-]*)?
    | (?!(?i:https?)\b|[A-Za-z]{2,7}//)[\w-]+(?:/[\w./~-]*)?(?:\#[\w.-]*)?
    | \.{0,2}/(?!/)(?!.*:)[\w./~%&=?+-]*(?:\#[\w.-]*)?
    | [\w-]+(?:\.[\w-]+)*\.(?:md|png|jpe?g|gif|svg|webp|html?|pdf)(?:\#[\w.-]*)?
    | \#[\w.~%-]*
    )\Z""",
    re.VERBOSE,
)
# Zero-width and direction characters (Unicode 15, category Cf). The joiners U+200C and U+200D stay: Persian needs them.
_INVISIBLE = late_pattern("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# What a template or a reader is to fill in.
_PLACEHOLDER = late_pattern(r"\{|\$[A-Za-z_(]|<%|<[A-Za-z_][\w -]*>|%[A-Z_]{2,}%|(?<!\[)\[[A-Za-z][\w -]*\](?!\()|://\*|\*\*")
# A drive or a server of Windows: a path on one machine, no matter how it is written.
_WINDOWS = late_pattern(r"[A-Za-z]:|\\\\")
# A function with the number of its arguments, as ExDoc links to it: [`..`](`../2`), [`chunk`](`Enum.chunk_every/4`).
_FUNCTION = late_pattern(r"(?![a-z]+://)\S+/\d{1,2}")
_PAIRS = {"(": ")", "[": "]", "<": ">", '"': '"', "'": "'", "`": "`", "“": "”", "\u2018": "\u2019", "«": "»", "„": "“"}
_ADDRESSED = late_pattern(r"(?i)(?:[a-z][a-z0-9+.-]+:|/|\.{1,2}/|#|www\.)|[\w./-]+\.\w{2,}")
_INNER_LINK = late_pattern(r"\[([^\]]*)\]\(([^)\s]*)\)?\Z")
_EXISTS = frozenset({"note", "file", "folder", "route"})


def fault(link: Link, note: Note, vault: Vault) -> Fault | None:
    """What is wrong with how this link's target is written; None when nothing is, or when a file of that very name exists.

    Never speaks of wikilinks, nor of references, whose definition has the target. A link it finds fault with is not to be
    reported as leading to a missing file as well.
    """
    target = link.target
    if _FINE.match(target) or not is_addressed(link) or _PLACEHOLDER.search(target):
        return None
    if link.kind == "bare":  # its end and its scheme were judged when it was recognised
        return glued(target)
    mistake = written_fault(target) or _read_as_file(target, note, vault)
    if mistake and mistake.cause == "blank" and mistake.replacement and link.kind == "html":
        return None  # browsers encode it (https://url.spec.whatwg.org/#path-state)
    if mistake is None or mistake.cause == SEVERAL_FRAGMENTS:
        return None if _nested_headings(note, vault) else mistake
    return None if vault.resolve(link, note).kind in _EXISTS else mistake


def written_fault(target: str) -> Fault | None:
    """What can be told from the target alone."""
    if _FINE.match(target) or (scheme(target) not in (None, "http", "https") and not scheme_fault(target)):
        return None
    return (
        _invisible(target)
        or _link_inside(target)
        or _wrapped(target)
        or scheme_fault(target)
        or address_fault(target)
        or fragment_fault(target)
    )


def _read_as_file(target: str, note: Note, vault: Vault) -> Fault | None:
    """What is wrong with a target that would have to be a file."""
    if is_mail(target):
        message = f"{shown(target)} is a mail address, but without a scheme it is read as a file. Write `mailto:{target}`."
        return Fault("mail address", message, f"mailto:{target}", "safe")
    mistake = host_fault(target)
    if mistake:
        return None if _is_path(re.split(r"[/?#]", target, maxsplit=1)[0], note, vault) else mistake
    path = re.split(r"[?#]", target, maxsplit=1)[0]
    if scheme(target) or "\\" not in path or _WINDOWS.match(path):
        return None
    meant = path.replace("\\", "/") + target[len(path) :]
    message = f"{shown(target)} has a backslash, which does not part folders in a link. Write {shown(meant)}."
    return Fault("backslash", message, meant)


def _is_path(first: str, note: Note, vault: Vault) -> bool:
    """Whether a folder, files elsewhere, or notes named with dots (`topic.dev.md`) say that this is no host."""
    if vault.exists(join(dirname(note.path), first)) or vault.same_name(first) or vault.same_name(f"{first}.md"):
        return True
    stem = first.partition(".")[0] + "."
    return any(path.rpartition("/")[2].startswith(stem) and path.count(".") > 1 for path in vault.notes)


def _nested_headings(note: Note, vault: Vault) -> bool:
    """Obsidian writes `note#Heading#Heading below`."""
    return "obsidian" in vault.platforms(note.path)


def _invisible(target: str) -> Fault | None:
    match = _INVISIBLE.search(target)
    if not match or target.startswith("#"):
        return None
    meant = _INVISIBLE.sub("", target)
    message = f"The target holds an invisible character (U+{ord(match[0]):04X}), pasted in by accident. Write {shown(meant)}."
    return Fault("invisible character", message, meant, "safe")


def _link_inside(target: str) -> Fault | None:
    """A whole link where only its target belongs."""
    if target.startswith("[["):
        message = f"{shown(target)} is a wikilink inside a link. Write the path of the note, or the wikilink alone."
        return Fault("link inside", message)
    match = _INNER_LINK.match(target)
    if not match:
        return None
    message = f"{shown(target)} is a whole link; only its target belongs here. Write {shown(match[2])}."
    return Fault("link inside", message, match[2])


def _wrapped(target: str) -> Fault | None:
    """`(https://…)`, `"https://…"`: what belongs around the target stands in it."""
    closing = _PAIRS.get(target[:1])
    inner = target[1:-1].strip()
    if closing is None or not target.endswith(closing) or not _ADDRESSED.match(inner):
        return None
    if closing == "`" and _FUNCTION.fullmatch(inner):
        return None
    name = {"(": "parentheses", "[": "square brackets", "<": "angle brackets", "`": "backticks"}.get(target[0], "quotes")
    host = host_fault(inner)
    meant = host.replacement if host and host.replacement else inner
    message = f"The target stands in {name} that are part of it, so it is read as a file. Write {shown(meant)}."
    return Fault("wrapped target", message, meant, "unsafe" if host else "safe")
