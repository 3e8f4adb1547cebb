"""Domains to which very many notes link, so that several workers share one."""

SLICES = 16
"""Into how many slices a domain of `HOT` is cut: more workers at one domain would only wait for its budget."""

# Chosen by hand: hosts of what very many people write, to which a large collection of notes has thousands of links.
HOT = frozenset(
    {
        "amazon.com",
        "archive.org",
        "arxiv.org",
        "blogspot.com",
        "doi.org",
        "github.com",
        "github.io",
        "githubusercontent.com",
        "gitlab.com",
        "google.com",
        "medium.com",
        "microsoft.com",
        "nih.gov",
        "readthedocs.io",
        "reddit.com",
        "stackexchange.com",
        "stackoverflow.com",
        "twitter.com",
        "wikimedia.org",
        "wikipedia.org",
        "wordpress.com",
        "youtube.com",
    }
)
