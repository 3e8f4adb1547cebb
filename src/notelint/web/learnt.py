"""What a visit tells the next one: validators, where an address ended, what its page looked like."""

from notelint.web.verdict import FragmentReason, FragmentState, Known, Verdict


def learnt(before: Known, verdict: Verdict) -> Known:
    """What is known of an address once one more verdict has come; its fragments apart.

    The title and the fingerprint of the first sight stay for ever: what a page has become is compared with them.
    """
    if verdict.state not in ("alive", "moved"):
        return before
    after = before._replace(location=verdict.location or verdict.url, title=before.title or verdict.title)
    after = after._replace(fingerprint=before.fingerprint or verdict.fingerprint)
    if verdict.reason == "not-modified":
        return after._replace(etag=verdict.etag or before.etag, last_modified=verdict.last_modified or before.last_modified)
    return after._replace(
        etag=verdict.etag,
        last_modified=verdict.last_modified,
        last_title=verdict.title or before.last_title,
        last_fingerprint=verdict.fingerprint or before.last_fingerprint,
    )


def fragment_changes(state: FragmentState, reason: FragmentReason) -> bool:
    """Whether a verdict on a fragment takes the place of what was known: one that is unsure does not."""
    return state != "unsure" or reason in ("script-built", "not-a-page")
