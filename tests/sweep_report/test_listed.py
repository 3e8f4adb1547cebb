"""A link in JSON is what `json` makes of it, written faster."""

import json

from hypothesis import given
from hypothesis import strategies as st

from notelint.report.as_json import as_json
from notelint.report.neutral import HARMFUL
from notelint.sweep_report import listed

ODD = ("a\x7fb", "\u202e", "\ud800", "##vso[x]", "é", '"\\\n', "\x00", "\x85")
TEXTS = st.none() | st.text() | st.sampled_from(ODD)
TIMES = st.none() | st.floats(0, 4e9)


@given(st.lists(TEXTS, min_size=8, max_size=8), st.lists(TIMES, min_size=7, max_size=7), st.lists(st.text(), max_size=3))
def test_a_link_is_written_as_json_would_write_it(
    texts: list[str | None], times: list[float | None], places: list[str]
) -> None:
    link = ("0123456789", *texts[:4], 404, *texts[4:], 3, *times, len(places), places)
    values = (*link[:11], *map(listed.moment, times), len(places), places)
    written = listed._object(link)
    assert written + "\n" == as_json(dict(zip(listed.COLUMNS, values, strict=True)))
    assert not HARMFUL.search(written)
    assert json.loads(written)["places"] == places
