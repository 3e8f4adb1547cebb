"""The settings in `[web]`: what they come to, what is refused, and in which words."""

from pathlib import Path

import pytest

from notelint.config.tree import Configs, load
from notelint.config.web import policy
from notelint.errors import ConfigError
from notelint.web.policy import DEFAULTS, SWEEPING, Policy
from tests.conftest import write


def configs(root: Path, *files: str) -> Configs:
    return load(root, [*files, "notelint.toml"], {}, None, in_git=True)


def made(root: Path, text: str) -> Policy:
    write(root, {"notelint.toml": text})
    return policy(configs(root).everything(), DEFAULTS)


def test_without_settings_the_policy_is_the_usual_one(tmp_path: Path) -> None:
    assert made(tmp_path, "") == Policy()


def test_every_setting_reaches_the_policy(tmp_path: Path) -> None:
    write(tmp_path, {"ca.pem": "x"})
    text = """
[web]
exclude = ["*.intern.org", "a.org/private/*"]
timeout = 5
look = "status"
contact = "https://wiki.org/about"
ca-file = "ca.pem"
[web.accept]
"a.org" = [403, 999]
[web.remap]
"https://old.org/" = "https://new.org/"
[web.headers."https://api.org"]
Authorization = "Bearer x"
[web.fragments]
"app.org" = false
"""
    found = made(tmp_path, text)
    assert found.exclude == ("*.intern.org", "a.org/private/*")
    assert (found.timeout, found.look) == (5.0, "status")
    assert "; https://wiki.org/about)" in found.user_agent
    assert found.accepts("https://a.org/x", 999)
    assert not found.accepts("https://b.org/x", 999)
    assert found.remapped("https://old.org/y") == "https://new.org/y"
    assert found.headers_for("https://api.org/y") == (("Authorization", "Bearer x"),)
    assert found.headers_for("https://other.org/") == ()
    assert not found.judges_fragments("https://app.org/x")
    assert configs(tmp_path).everything().web["ca-file"] == str(tmp_path / "ca.pem")


def test_a_sweep_is_more_patient_unless_a_time_out_is_set(tmp_path: Path) -> None:
    write(tmp_path, {"notelint.toml": ""})
    unset = configs(tmp_path).everything()
    write(tmp_path, {"notelint.toml": "[web]\ntimeout = 120"})
    given = configs(tmp_path).everything()
    found = [policy(config, defaults) for config in (unset, given) for defaults in (DEFAULTS, SWEEPING)]
    assert [(one.timeout, one.connect_timeout) for one in found] == [(10.0, 5.0), (30.0, 15.0), (120.0, 60.0), (120.0, 60.0)]
    assert [one.deadline for one in found] == [90.0, 90.0, 240.0, 240.0]
    assert [one.look for one in found] == ["pages", "neighbours"] * 2


@pytest.mark.parametrize(("text", "seconds"), [("5", 5.0), ("2.5", 2.5)])
def test_seconds_may_be_whole_or_not(tmp_path: Path, text: str, seconds: float) -> None:
    assert made(tmp_path, f"[web]\ntimeout = {text}").timeout == seconds


def test_one_value_stands_for_all_hosts(tmp_path: Path) -> None:
    found = made(tmp_path, "[web]\naccept = [403]\nfragments = false")
    assert found.accepts("https://a.org/x", 403)
    assert not found.judges_fragments("https://a.org/x")


def test_files_in_folders_add_to_those_above(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "notelint.toml": '[web]\nexclude = "a.org"\ntimeout = 5\nfragments = false\nremap = {"https://x.org" = "https://a.org"}',
            "in/notelint.toml": '[web]\nexclude = "b.org"\ntimeout = 9\nremap = {"https://x.org/y" = "https://b.org"}\n'
            '[web.fragments]\n"c.org" = true',
        },
    )
    found = policy(configs(tmp_path, "in/notelint.toml").everything(), DEFAULTS)
    assert found.exclude == ("a.org", "b.org")
    assert found.timeout == 9
    assert found.judges_fragments("https://c.org/")
    assert not found.judges_fragments("https://d.org/")
    assert found.remapped("https://x.org/y/z") == "https://b.org/z", "the nearer file comes first"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("allow-private = true", "`web.allow-private` is not taken from a configuration file, which may come from a stranger"),
        ('proxy = "http://p"', "`web.proxy` is not taken from a configuration file"),
        ('env = "TOKEN"', "`web.env` is not taken from a configuration file"),
        ("timout = 3", "unknown setting in `web` `timout`; did you mean `timeout`?"),
        ('timeout = "3"', '`web.timeout` takes a number, not "3".'),
        ("timeout = 0", "`web.timeout` takes seconds, more than 0 and at most 600, not 0.0."),
        ("timeout = nan", "`web.timeout` takes seconds, more than 0 and at most 600, not NaN."),
        ("accept = [20]", "`web.accept` takes statuses from 100 to 999, not 20."),
        ('accept = "403"', "`web.accept` takes a table of lists or a list of whole numbers"),
        ('remap = { "https://a.org" = "file:///etc" }', "`web.remap` takes beginnings of addresses"),
        (
            'remap = { "a.org" = "https://b.org" }',
            '`web.remap` takes beginnings of addresses, with `http://` or `https://`, not "a.org"',
        ),
        ('headers = { "a.org" = { A = "b" } }', "`web.headers` takes origins such as `https://example.org`"),
        ('headers = { "https://a.org/x" = { A = "b" } }', "`web.headers` takes origins"),
        ('headers = { "https://a.org" = { Host = "b" } }', '`web.headers` for https://a.org may not set "Host"'),
        ('headers = { "https://a.org" = { "A B" = "b" } }', '`web.headers` for https://a.org may not set "A B"'),
        (
            'headers = { "https://a.org" = { A = "b\\r\\nC: d" } }',
            "the value of A has a line end or another control character.",
        ),
        ('contact = "x)\\r\\nEvil: 1"', "`web.contact` takes an address or a mailbox in ASCII"),
        ('look = "hard"', "`web.look` takes one of "),
        ('ca-file = "no.pem"', "`web.ca-file` names no.pem, which is no file."),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        made(tmp_path, f"[web]\n{text}")
    assert str(caught.value).startswith("notelint.toml: ")
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "is_sent"),
    [
        ("https://api.org/x", True),
        ("https://API.org:443/", True),
        ("https://api.org:8443/x", False),
        ("http://api.org/x", False),
        ("https://in.api.org/x", False),
        ("https://api.org.evil.test/x", False),
        ("https://api.org@evil.test/x", False),
    ],
)
def test_credentials_go_to_their_very_origin(tmp_path: Path, url: str, is_sent: bool) -> None:
    found = made(tmp_path, '[web.headers."https://Api.org/"]\nAuthorization = "Bearer x"')
    assert bool(found.headers_for(url)) is is_sent


def test_credentials_for_a_port_go_to_no_other(tmp_path: Path) -> None:
    found = made(tmp_path, '[web.headers."https://api.org:8443"]\nAuthorization = "Bearer x"')
    assert found.headers_for("https://api.org:8443/x") == (("Authorization", "Bearer x"),)
    assert found.headers_for("https://api.org/x") == ()
