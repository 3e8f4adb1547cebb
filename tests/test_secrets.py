"""Secrets in addresses: found, never repeated, and not mistaken for what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notelint.rules.link_with_credentials import LinkWithCredentials
from notelint.web.written.secrets import secret
from tests.helpers import note

ANYTHING = st.text(st.sampled_from("htps:/\\.#@?%[]()<>\"' \n\u200bawxz019-_&=,;"), max_size=24)


@pytest.mark.parametrize(
    "target",
    [
        "https://deploy:Hunter2Rocks@ci.acme.io/job",
        "https://acme.io/?access_token=9fKq2LxT7vRb3MzD8sWc",
        "https://acme.io/#access_token=9fKq2LxT7vRb3MzD8sWc",
        "https://acme.io/a?sv=1&sig=Zm9v9Qx7LkT2bVn4Ry8Wd",
        "https://" + "ghp_" + "Ab3dEf9hIjKlMn0pQrStUvWxYz5aBcDeFgHi" + "@github.com/a/b",
        "https://acme.io/?k=" + "AKIA" + "Q3EGRIZTK7WVOMPL",
    ],
)
def test_secrets_are_found_and_never_repeated(target: str) -> None:
    (finding,) = LinkWithCredentials().check(note(f"[x]({target})"))
    assert not [part for part in ("Hunter2Rocks", "9fKq2", "Zm9v9", "Ab3dEf9h", "Q3EGRI") if part in finding.message]


@pytest.mark.parametrize(
    "target",
    [
        "https://user:password@acme.io/",
        "https://user:<token>@acme.io/",
        "https://joe@acme.io/x",
        "ssh://git@acme.io/x",
        "mailto:a:b@acme.io",
        "https://medium.com/@a/x-3f9a2c77d1e0",
        "https://acme.io/?token=YOUR_TOKEN_GOES_HERE1",
        "https://acme.io/?token=abc",
        "https://acme.io/?pageToken=9fKq2LxT7vRb3MzD8sWc",
        "https://acme.io/?next_token=9fKq2LxT7vRb3MzD8sWc",
        "http://a:S3cretS3cret@localhost/",
        "https://acme.io/?access_key=AKIAIOSFODNN7EXAMPLE",
        "https://codecov.io/gh/a/b/badge.svg?token=9fKq2LxT7vRb3MzD8sWc",
    ],
)
def test_stand_ins_are_no_secrets(target: str) -> None:
    assert secret(target) is None


@given(ANYTHING)
def test_looking_for_secrets_never_breaks(target: str) -> None:
    assert secret(target) in (None, "a password")
