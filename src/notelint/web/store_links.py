"""Since when notes link an address, and until when, as the statements that keep it.

A link that is gone from the notes stays here: whoever removes a dead link has mended it, and reports tell how long that took.
"""

_STANDS = "EXISTS (SELECT 1 FROM places WHERE places.address = links.address AND places.vault = links.vault)"
_IS_KNOWN = "EXISTS (SELECT 1 FROM links WHERE links.vault = places.vault AND links.address = places.address)"
_NEW = f"""
INSERT INTO links (vault, address, first_seen)
SELECT DISTINCT vault, address, CAST(? AS DOUBLE PRECISION) FROM places WHERE vault = ? AND NOT {_IS_KNOWN}
"""  # noqa: S608 - own words

LINKED = (
    (f"UPDATE links SET gone_at = ? WHERE vault = ? AND gone_at IS NULL AND NOT {_STANDS}", 1),  # noqa: S608 - own words
    (f"UPDATE links SET gone_at = NULL WHERE vault = ? AND gone_at IS NOT NULL AND {_STANDS}", 0),  # noqa: S608 - own words
    (_NEW, 1),
)
"""What follows from the places of a vault as they are now; each with how many times the time goes before the vault."""

UNDATED = """
SELECT addresses.url, places.path, places.line, places.fragment FROM links
JOIN places ON places.address = links.address AND places.vault = links.vault
JOIN addresses ON addresses.id = links.address
WHERE links.vault = ? AND links.written_at IS NULL ORDER BY places.path, places.line, addresses.url
"""
"""The places of links of which nobody knows yet when they were written."""

DATE = "UPDATE links SET written_at = ? WHERE vault = ? AND address = (SELECT id FROM addresses WHERE url = ?)"
"""Keeps the day on which a link was written."""
