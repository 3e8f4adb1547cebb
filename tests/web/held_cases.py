"""Cases of conformance and threats that are no script of replies: what holds, and the test that holds it to that."""

from collections.abc import Mapping
from typing import NamedTuple


class Held(NamedTuple):
    """A case, what notelint makes of it, the test (`file::function` below tests/), and what peers were seen to do."""

    section: str
    case: str
    notelint: str
    test: str
    peers: Mapping[str, str] = {}


def everybody(what: str, **others: str) -> dict[str, str]:
    names = {"lychee": "lychee", "linkchecker": "LinkChecker", "mlc": "markdown-link-check", "linkinator": "linkinator"}
    return {name: others.get(key, what) for key, name in names.items() if others.get(key, what)}


HELD_CASES: tuple[Held, ...] = (
    Held(
        "4a",
        "429 with Retry-After",
        "the host is held back, nobody waits in a slot",
        "web/test_tempo.py::test_retry_after_holds_back_the_host_and_nobody_else",
        {"lychee": "dead after its retries", "LinkChecker": "alive with a warning, not waited for"},
    ),
    Held(
        "4a",
        "A Retry-After of an hour",
        "`blocked`, without waiting for it",
        "web/test_tempo.py::test_a_host_that_wants_more_patience_than_there_is_gets_no_more_requests",
        {
            "lychee": "waits at most 60 s a try",
            "LinkChecker": "not waited for",
            "markdown-link-check": "waits it out where retrying is on",
        },
    ),
    Held(
        "4a",
        "RateLimit headers that say the allowance is used up",
        "the host rests before it has to complain",
        "web/test_tempo.py::test_the_last_of_an_allowance_is_heeded_before_there_is_a_complaint",
        {"lychee": "heeded"},
    ),
    Held(
        "4a",
        "304 to a conditional request",
        "`alive`",
        "web/test_check.py::test_conditions_are_sent_to_the_place_they_came_from",
        {"lychee": "dead"},
    ),
    Held(
        "4b",
        "A cookie that another host of the chain has set",
        "not sent there",
        "web/test_check.py::test_cookies_stay_with_those_who_set_them",
    ),
    Held(
        "4b",
        "A redirect into another host",
        "asked under the limits of that host",
        "web/test_sweep.py::test_a_redirect_is_asked_under_the_limits_of_the_host_it_leads_to",
        {"lychee": "no limit"},
    ),
    Held(
        "4b", "Any Location at all", "a verdict", "web/test_check_properties.py::test_any_location_leads_to_the_web_or_nowhere"
    ),
    Held(
        "4c",
        "Reserved names (`example.com`, `.test`, `.localhost`) and their near misses (`gobyexample.com`, `texample.net`)",
        "`placeholder-link` offline; the near misses are asked",
        "test_address.py::test_reserved_names",
        {"lychee": "skipped; a rule for `twitter.com` skips `nottwitter.com` too"},
    ),
    Held(
        "4c",
        "Spellings that cannot be meant, each with its valid neighbour",
        "`malformed-link` offline, often with a fix; the neighbour is asked",
        "test_link_rules.py::test_faults_and_what_was_meant",
        {"lychee": "an error each"},
    ),
    Held(
        "4c",
        "Legal and odd: `tel:`, `slack:`, `mailto:` with a subject, `data:`, IPv6",
        "left alone",
        "test_link_rules.py::test_what_is_legal_is_no_fault",
    ),
    Held(
        "4c",
        "A link in a sentence, a full stop or bracket behind it",
        "asked without what belongs to the sentence",
        "test_parser_parity.py::test_the_parsers_agree_on_a_specification",
    ),
    Held(
        "4c",
        "Passwords and keys in an address",
        "`link-with-credentials` offline, never repeated or sent",
        "test_secrets.py::test_secrets_are_found_and_never_repeated",
        {"lychee": "sent as Basic credentials"},
    ),
    Held(
        "4c",
        "`2130706433`, `0x7f.1` and other disguises of the own machine",
        "told for what they are",
        "test_address.py::test_numbers_that_are_the_own_machine_in_disguise",
        {"lychee": "told, too"},
    ),
    Held(
        "4d",
        "Fragments in the notes themselves",
        "`broken-fragment` offline, by the rules of the platform",
        "test_anchor_rules.py::test_every_platform_has_its_own_ids",
    ),
    Held(
        "4d",
        "One page with many fragments",
        "one request",
        "web/test_sweep.py::test_fragments_of_many_notes_are_asked_together",
        {"lychee": "one request"},
    ),
)
