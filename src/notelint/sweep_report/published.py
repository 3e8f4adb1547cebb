"""What studies have found out about how long links last, to compare one's own with."""

from typing import NamedTuple


class Published(NamedTuple):
    """A published figure: after `years`, the share `left` of some kind of links still worked. `source` names the paper."""

    years: float
    left: float
    kind: str
    who: str
    source: str
    address: str


PUBLISHED = (
    Published(
        2.0,
        0.5,
        "random web pages",
        "Koehler 2002",
        "W. Koehler, Web Page Change and Persistence: A Four-Year Longitudinal Study, JASIST 53 (2002), 162-171",
        "https://doi.org/10.1002/asi.10018",
    ),
    Published(
        4.0,
        0.5,
        "references in computing magazines",
        "Spinellis 2003",
        "D. Spinellis, The Decay and Failures of Web References, Communications of the ACM 46.1 (2003), 71-77",
        "https://doi.org/10.1145/602421.602422",
    ),
    Published(
        9.3,
        0.5,
        "pages named in abstracts of papers",
        "Hennessey, Ge 2013",
        "J. Hennessey, S. X. Ge, A Cross Disciplinary Study of Link Decay and the Effectiveness of Mitigation Techniques,"
        " BMC Bioinformatics 14 Suppl 14 (2013), S5",
        "https://doi.org/10.1186/1471-2105-14-S14-S5",
    ),
    Published(
        10.0,
        0.5,
        "references in D-Lib Magazine",
        "McCown et al. 2005",
        "F. McCown, S. Chan, M. L. Nelson, J. Bollen, The Availability and Persistence of Web References in D-Lib Magazine,"
        " 5th International Web Archiving Workshop (2005)",
        "https://arxiv.org/abs/cs/0511077",
    ),
    Published(
        10.0,
        0.62,
        "pages of 2013 in Common Crawl",
        "Pew 2024",
        "A. Chapekis, S. Bestvater, E. Remy, G. Rivero, When Online Content Disappears, Pew Research Center (2024)",
        "https://www.pewresearch.org/data-labs/2024/05/17/when-online-content-disappears/",
    ),
)
"""By age; each figure is in the abstract or the summary of its paper. Pew's is no half-life: 38 % were gone after ten years."""
