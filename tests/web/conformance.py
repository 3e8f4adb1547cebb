"""All cases of conformance, section by section."""

from tests.web.address_cases import ADDRESS_CASES
from tests.web.cases import Case
from tests.web.fragment_cases import FRAGMENT_CASES
from tests.web.place_cases import PLACE_CASES
from tests.web.redirect_cases import REDIRECT_CASES
from tests.web.status_cases import STATUS_CASES
from tests.web.suspect_cases import SUSPECT_CASES
from tests.web.threat_cases import THREAT_CASES

CASES: tuple[Case, ...] = (
    *STATUS_CASES,
    *REDIRECT_CASES,
    *PLACE_CASES,
    *ADDRESS_CASES,
    *FRAGMENT_CASES,
    *SUSPECT_CASES,
    *THREAT_CASES,
)
