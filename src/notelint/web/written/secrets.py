"""Secrets that stand in addresses: passwords, tokens, keys."""

import re
from collections import Counter
from math import log2

from notelint.pattern import late_pattern
from notelint.web.address import parse, reach, reserved_name

# Only these can hold a secret; nearly every target is dismissed here.
_HINT = late_pattern(
    r"""//[^/?#]*@|(?:token|key|secret|passwd|password|sig|signature)=
    |gh[pousr]_|github_pat_|glpat-|xox|akia|aiza|sk_live_|npm_|pypi-|/services/t|/webhooks/""",
    re.VERBOSE,
)
# Kept as text: compiling them all takes a hundredth of a run, and hardly any note needs them.
#
# The forms of tokens as their issuers publish them: GitHub ("About authentication to GitHub"), GitLab ("Token overview"), Slack
# ("Token types", "Incoming webhooks"), AWS ("IAM identifiers"), Google (API keys), Stripe ("API keys"), npm, PyPI, Discord.
_FORMS = (
    ("a GitHub token", r"\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_[A-Za-z0-9_]{50}"),
    ("a GitLab token", r"\bglpat-[A-Za-z0-9_-]{20}"),
    ("a Slack token", r"\bxox[abeprs]-[A-Za-z0-9-]{20}"),
    ("a Slack webhook", r"hooks\.slack\.com/services/T[A-Z0-9]{7,}/B[A-Z0-9]{7,}/[A-Za-z0-9]{20}"),
    ("an AWS access key", r"\bAKIA[A-Z2-7]{16}\b"),
    ("a Google API key", r"\bAIza[A-Za-z0-9_-]{35}"),
    ("a Stripe key", r"\bsk_live_[A-Za-z0-9]{20}"),
    ("an npm token", r"\bnpm_[A-Za-z0-9]{36}"),
    ("a PyPI token", r"\bpypi-[A-Za-z0-9_-]{50}"),
    ("a Discord webhook", r"discord(?:app)?\.com/api/webhooks/\d{15,}/[A-Za-z0-9_-]{50}"),
)
_PARAMETER = (
    r"(?i)(?:^|[?&#;])((?:access|auth|api|private|refresh|id|bearer|session|security)?[_-]?token|(?:[a-z]+[_-])?api[_-]?key"
    r"|(?:client|app|api)?[_-]?secret|passw(?:or)?d|sig|x-amz-signature)=([^&#;]*)"
)
# What stands for a secret in documentation.
_STAND_IN = (
    r"(?i)[<{\[$%*]|\.\.|…|x{3}|your|example|sample|dummy|fake|placeholder|redacted|changeme|token|secret|passw|^pass$|^pwd$"
    r"|^test|1234|abcd"
)
_BADGE = r"(?i)badge|\.svg\b|/graph"


def secret(target: str) -> str | None:
    """What kind of secret an address gives away, in words without the secret itself; None for none."""
    if not _HINT.search(target.lower()):
        return None
    known = next(((name, match[0]) for name, form in _FORMS if (match := re.search(form, target))), None)
    if known and not re.search(r"(?i)example|x{6}|0{8}|1234567", known[1]):
        return known[0]
    return _password(target) or _parameter(target)


def _password(target: str) -> str | None:
    """`user:password@` in an address with a host that others can reach."""
    address = parse(target) if "://" in target else None
    if address is None or not address.password or re.search(_STAND_IN, address.password) or len(address.password) < 4:
        return None
    if address.password == address.username or _is_example(address.host):
        return None
    return "a password"


def _parameter(target: str) -> str | None:
    """`token=…` with a value that looks random."""
    if re.search(_BADGE, target):
        return None
    for name, value in re.findall(_PARAMETER, target):
        if _is_random(value) and not re.search(_STAND_IN, value):
            address = parse(target)
            if address is not None and not _is_example(address.host):
                return f"a secret (`{name}=`)"
    return None


def _is_example(host: str) -> bool:
    """Whether a host is a stand-in or one's own machine."""
    return not host or reserved_name(host) is not None or reach(host) not in (None, "public")


def _is_random(value: str) -> bool:
    """Whether a value is long and mixed enough to be a secret: 16 characters, letters and digits, 3 bits each (Shannon)."""
    if len(value) < 16 or not re.search(r"\d", value) or not re.search(r"[A-Za-z]", value):
        return False
    shares = [count / len(value) for count in Counter(value).values()]
    return -sum(share * log2(share) for share in shares) >= 3
