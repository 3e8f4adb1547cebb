"""Whether a page of a forge says that its repository is archived: kept, but no longer worked on."""

from notelint.pattern import late_pattern
from notelint.web.address import parse
from notelint.web.page import Page

# GitHub, GitLab, Gitea and Forgejo, PyPI: what they write across the top of such a page.
_BANNER = late_pattern(
    r"(?i)this repository (?:was|has been) archived by the owner|this repository has been archived on \w"
    r"|this is an archived project\. repository and other project resources"
    r"|this repo(?:sitory)? is archived\. you can view files|this project has been archived\. the maintainers"
)
# The banner stands above everything else, so a page that quotes it further down is not taken for one.
_TOP = 6000


def is_archived(page: Page, url: str) -> bool:
    """Whether a page is one of an archived repository or project."""
    address = parse(url)
    parts = address.path.strip("/").count("/") if address else 0
    return parts >= 1 and "rchived" in page.shown and bool(_BANNER.search(page.text[:_TOP]))
