"""Every case of the conformance tables, as a script of replies."""

import pytest

from notelint.web.check.outcome import UNSENT
from tests.web.cases import Case, converse
from tests.web.conformance import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case) -> None:
    verdict, asked = converse(case.url, case.replies, case.policy, fragments=tuple(case.fragments))
    assert (verdict.state, verdict.reason) == (case.state, case.reason), verdict
    assert case.requests is None or verdict.requests == case.requests, asked
    assert verdict.location == case.location
    assert {fragment.name: fragment.state for fragment in verdict.fragments} == case.fragments
    assert case.asked is None or asked[0].url == case.asked


def test_every_case_has_an_id_of_its_own() -> None:
    assert len({case.id for case in CASES}) == len(CASES)


def test_requests_that_nobody_sent_are_not_counted() -> None:
    assert {case.id for case in CASES if case.requests == 0} >= {f"failure-{kind}" for kind in UNSENT}
