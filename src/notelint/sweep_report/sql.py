"""The questions that a report asks a store, in words that SQLite and PostgreSQL read alike.

`{here}` is among the vaults of the report, `{among}` is among some addresses; `{stands}`, `{changed}` and `{probed}` say of the
address of a row that it stands in their notes now. All of them hold placeholders for values.
"""

STANDS = "EXISTS (SELECT 1 FROM places WHERE places.address = {address} AND places.vault {here})"

SWEEPS = "SELECT vault, ended_at, last_change FROM sweeps WHERE vault {here} AND ended_at IS NOT NULL ORDER BY id"

BY_HOST = """
SELECT host, state, COUNT(*), SUM(CASE WHEN due_at <= ? THEN 1 ELSE 0 END) FROM addresses
WHERE {stands} GROUP BY host, state
"""

NOTES = "SELECT COUNT(*) FROM (SELECT DISTINCT vault, path FROM places WHERE vault {here}) AS notes"

CHANGED = """
SELECT address, before_state FROM changes
WHERE id > ? AND NOT (before_state IS NULL AND after_state = 'alive') AND {changed} ORDER BY id DESC
"""

NOTEWORTHY = """
SELECT id, state FROM addresses WHERE {stands} AND (
    state <> 'alive'
    OR id IN (
        SELECT fragments.address FROM fragments
        JOIN places ON places.address = fragments.address AND places.fragment = fragments.name
        WHERE fragments.state = 'missing' AND places.vault {here}
    )
    OR id IN (SELECT address FROM changes WHERE id > ? AND before_state = 'dead')
)
ORDER BY since DESC, id
"""

CHANGES = """
SELECT started_at, before_state, after_state, counted.number FROM sweeps JOIN (
    SELECT sweep, before_state, after_state, COUNT(*) AS number FROM changes
    WHERE {changed} GROUP BY sweep, before_state, after_state
) AS counted ON counted.sweep = sweeps.id ORDER BY sweeps.id, COALESCE(before_state, ''), after_state
"""

LIVES = """
SELECT MIN(written_at), MIN(first_seen), MAX(last_alive), MAX(state), MAX(failing_since) FROM links
JOIN addresses ON addresses.id = links.address
WHERE links.vault {here} GROUP BY links.address
"""

DEATHS = """
SELECT links.address, links.vault, changes.at, changes.after_state, links.gone_at FROM changes
JOIN links ON links.address = changes.address
WHERE links.vault {here} AND (before_state = 'dead' OR after_state = 'dead')
ORDER BY links.vault, links.address, changes.id
"""

ANSWERS = """
SELECT host, COUNT(*), SUM(probes.seconds), {slots} FROM probes
JOIN addresses ON addresses.id = probes.address
WHERE probes.checked_at >= ? AND probes.counts = 1 AND probes.state IN ('alive', 'moved') AND {probed} GROUP BY host
"""
SLOT = "SUM(CASE WHEN probes.seconds <= {bound} THEN 1 ELSE 0 END)"

ADDRESSES = "SELECT id, {columns} FROM addresses WHERE id {among}"

PLACES = """
SELECT address, vault, path, line, fragment FROM places
WHERE vault {here} AND address {among} ORDER BY address, vault, path, line, fragment
"""

FRAGMENTS = """
SELECT address, name, state, reason, meant, since, last_found FROM fragments
WHERE state = 'missing' AND address {among} ORDER BY address, name
"""

WRITTEN = "SELECT address, MIN(written_at) FROM links WHERE vault {here} AND address {among} GROUP BY address"

EVERY_ADDRESS = """
SELECT addresses.id, {columns}, written.at FROM addresses
LEFT JOIN (SELECT address, MIN(written_at) AS at FROM links WHERE vault {here} GROUP BY address) AS written
ON written.address = addresses.id
WHERE {stands} ORDER BY addresses.id
"""

EVERY_PLACE = "SELECT address, vault, path, line FROM places WHERE vault {here} ORDER BY address, vault, path, line"
