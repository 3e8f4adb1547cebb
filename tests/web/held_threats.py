"""What strangers may try through the notes of a pull request, where no script of replies shows it."""

from tests.web.held_cases import Held, everybody

HELD_THREATS: tuple[Held, ...] = (
    Held(
        "5",
        "A public name that leads inside",
        "`unsafe`, nothing is dialled",
        "web/test_dial.py::test_a_name_that_leads_inside_is_not_dialled",
        everybody("fetched"),
    ),
    Held(
        "5",
        "A name that leads outside when looked at and inside when dialled (DNS rebinding)",
        "the address that was looked at is the one that is dialled, and looked at again at the socket",
        "web/test_dial.py::test_what_slips_through_is_stopped_at_the_socket",
        everybody("no defence"),
    ),
    Held(
        "5",
        "A literal address inside, through a proxy",
        "refused all the same; names are the proxy's to resolve",
        "web/test_proxies.py::test_literal_addresses_inside_are_refused_all_the_same",
    ),
    Held(
        "5",
        "Private addresses allowed by the repository's own configuration",
        "refused in one sentence, as are proxies and the environment",
        "test_config_web.py::test_what_cannot_be_is_refused_in_one_sentence",
        {"lychee": "its configuration may do that, and run commands"},
    ),
    Held(
        "5",
        "Bombs (0.4 MB that unpack to 400), endless and dripping bodies",
        "2 MiB are read, all end in time, under 150 MB",
        "web/test_memory.py::test_bombs_and_endless_answers_end_in_time_and_stay_small",
        {
            "lychee": "1.25 and 1.94 GB with fragments",
            "LinkChecker": "stops at 5 MB",
            "markdown-link-check": "still reading after 25 s",
            "linkinator": "1.75 GB; an endless body is read on",
        },
    ),
    Held(
        "5",
        "Packed data that unpacks to nothing, for ever",
        "left",
        "web/test_transport.py::test_a_packed_body_that_unpacks_to_nothing_for_ever_is_left",
    ),
    Held(
        "5",
        "Headers that drip",
        "one limit over the whole request, another over the address",
        "web/test_sweep.py::test_an_address_has_a_deadline_over_all_its_requests",
        {
            "lychee": "4.0 s at a limit of 4",
            "LinkChecker": "31.6 s at a limit of 4",
            "markdown-link-check": "20.8 s",
            "linkinator": "hangs",
        },
    ),
    Held(
        "5",
        "Answers that are mangled in any way",
        "a verdict each",
        "web/test_transport_fuzz.py::test_a_mangled_answer_is_a_reply",
        {"LinkChecker": "internal error for a bad Location", "markdown-link-check": "crashes for a bad Location"},
    ),
    Held(
        "5",
        "A bug in one probe",
        "one `unsure` verdict",
        "web/test_sweep.py::test_a_bug_in_one_conversation_is_one_verdict",
        {"markdown-link-check": "no verdict for any link of the file"},
    ),
    Held(
        "5",
        "Terminal escapes, HTML, Markdown and workflow commands in addresses, titles and file names",
        "shown, and nothing else",
        "web/test_web_hostile.py::test_nothing_from_outside_steers_the_terminal",
        {"lychee": "file names raw, as escapes and as HTML", "LinkChecker": "HTML is escaped"},
    ),
    Held(
        "5",
        "A page or text made to keep a reader busy (ReDoS, deep nesting)",
        "time in proportion to length; patterns from a configuration know only `*`",
        "web/test_page.py::test_pages_made_to_keep_a_reader_busy",
        {
            "lychee": "linear expressions",
            "LinkChecker": "expressions of the configuration",
            "markdown-link-check": "expressions of the configuration",
            "linkinator": "expressions of the configuration",
        },
    ),
    Held(
        "5",
        "A certificate that is expired, for another name, of nobody known, or lacks its chain",
        "`unsure`, each by its name; never accepted",
        "web/test_tls.py::test_an_expired_certificate",
        everybody("refused"),
    ),
    Held(
        "5",
        "A header that would begin another",
        "not sent",
        "web/test_transport.py::test_a_header_that_would_begin_another_is_not_sent",
    ),
    Held(
        "5",
        "Ten thousand links to one victim",
        "no more at once than a host's slots, and slower when it complains",
        "web/test_schedule.py::test_a_host_gets_no_more_than_its_slots",
        {
            "lychee": "10 at once, 20 a second",
            "LinkChecker": "10 a second",
            "markdown-link-check": "2 at once",
            "linkinator": "100 at once",
        },
    ),
    Held(
        "5",
        "Cookies carried from one address to another",
        "not kept",
        "web/test_transport.py::test_redirects_are_not_followed_and_cookies_not_kept",
    ),
)
