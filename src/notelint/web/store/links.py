"""Since when notes link an address, and until when, as the statements that keep it.

A link that is gone from the notes stays here: whoever removes a dead link has mended it, and reports tell how long that took.
"""

SEEN = """
INSERT INTO links (vault, address, first_seen) VALUES (?, ?, ?) ON CONFLICT (vault, address) DO UPDATE SET gone_at = NULL
"""
"""Keeps that an address stands in a vault that did not stand there before."""

GONE = "UPDATE links SET gone_at = ? WHERE vault = ? AND address = ?"
"""Keeps that an address no longer stands in a vault."""

UNDATED = """
SELECT addresses.url, places.path, places.line, places.fragment FROM links
JOIN places ON places.address = links.address AND places.vault = links.vault
JOIN addresses ON addresses.id = links.address
WHERE links.vault = ? AND links.written_at IS NULL ORDER BY places.path, places.line, addresses.url
"""
"""The places of links of which nobody knows yet when they were written."""

DATE = "UPDATE links SET written_at = ? WHERE vault = ? AND address = (SELECT id FROM addresses WHERE url = ?)"
"""Keeps the day on which a link was written."""
