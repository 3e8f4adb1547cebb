"""The tables of a store and how each version of them becomes the next.

The SQL is what SQLite and PostgreSQL both understand, except for the type of a key that counts by itself. A store names its
version in the table `meta`; a version once released is never changed, only followed by another.
"""

from collections.abc import Mapping

from notelint.web.store.database import Word

VERSION = 4

_FIRST = """
CREATE TABLE addresses (
    id {identity},
    url TEXT NOT NULL UNIQUE,
    host TEXT NOT NULL,
    leased_until DOUBLE PRECISION NOT NULL DEFAULT 0,
    state TEXT,
    reason TEXT,
    since DOUBLE PRECISION NOT NULL DEFAULT 0,
    checked_at DOUBLE PRECISION NOT NULL DEFAULT 0,
    due_at DOUBLE PRECISION NOT NULL,
    side TEXT NOT NULL DEFAULT '',
    wait DOUBLE PRECISION NOT NULL DEFAULT 0,
    silences INTEGER NOT NULL DEFAULT 0,
    streak INTEGER NOT NULL DEFAULT 0,
    failing_since DOUBLE PRECISION,
    silent_since DOUBLE PRECISION,
    unheard INTEGER NOT NULL DEFAULT 0,
    misses INTEGER NOT NULL DEFAULT 0,
    missing_since DOUBLE PRECISION,
    first_alive DOUBLE PRECISION,
    last_alive DOUBLE PRECISION,
    heard_at DOUBLE PRECISION NOT NULL DEFAULT 0,
    steady_since DOUBLE PRECISION NOT NULL DEFAULT 0,
    turns TEXT NOT NULL DEFAULT '[]',
    location TEXT NOT NULL DEFAULT '',
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    fingerprint TEXT NOT NULL DEFAULT '',
    last_title TEXT NOT NULL DEFAULT '',
    last_fingerprint TEXT NOT NULL DEFAULT ''
);
CREATE INDEX addresses_due ON addresses (due_at);
CREATE TABLE sweeps (
    id {identity},
    vault TEXT NOT NULL,
    started_at DOUBLE PRECISION NOT NULL,
    ended_at DOUBLE PRECISION,
    last_change BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE probes (
    id {identity},
    address BIGINT NOT NULL REFERENCES addresses (id),
    sweep BIGINT NOT NULL REFERENCES sweeps (id),
    checked_at DOUBLE PRECISION NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    status INTEGER,
    location TEXT,
    requests INTEGER NOT NULL,
    seconds DOUBLE PRECISION NOT NULL,
    detail TEXT NOT NULL,
    counts INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX probes_address ON probes (address, checked_at);
CREATE TABLE changes (
    id {identity},
    address BIGINT NOT NULL REFERENCES addresses (id),
    sweep BIGINT NOT NULL REFERENCES sweeps (id),
    at DOUBLE PRECISION NOT NULL,
    before_state TEXT,
    after_state TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX changes_address ON changes (address);
CREATE TABLE places (
    vault TEXT NOT NULL,
    address BIGINT NOT NULL REFERENCES addresses (id),
    path TEXT NOT NULL,
    line INTEGER NOT NULL,
    fragment TEXT NOT NULL
);
CREATE INDEX places_address ON places (address, vault);
CREATE INDEX places_vault ON places (vault);
"""

# What the last visit saw, and what became of fragments.
_SECOND = """
ALTER TABLE addresses ADD COLUMN status INTEGER;
ALTER TABLE addresses ADD COLUMN target TEXT;
ALTER TABLE addresses ADD COLUMN detail TEXT NOT NULL DEFAULT '';
CREATE TABLE fragments (
    address BIGINT NOT NULL REFERENCES addresses (id),
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    meant TEXT NOT NULL,
    since DOUBLE PRECISION NOT NULL,
    last_found DOUBLE PRECISION,
    PRIMARY KEY (address, name)
);
"""

# Since when a vault links an address, and until when: what reports tell of years of writing and of repairs.
_THIRD = """
CREATE TABLE links (
    vault TEXT NOT NULL,
    address BIGINT NOT NULL REFERENCES addresses (id),
    written_at DOUBLE PRECISION,
    first_seen DOUBLE PRECISION NOT NULL,
    gone_at DOUBLE PRECISION,
    PRIMARY KEY (vault, address)
);
"""

# Domains, which one worker holds at a time; which of them stand in a vault, and when the first address there is due at the
# earliest; the budgets of domains that several workers share.
_FOURTH = """
CREATE TABLE domains (
    id {identity},
    name TEXT NOT NULL,
    slice INTEGER NOT NULL DEFAULT 0,
    worker TEXT NOT NULL DEFAULT '',
    leased_until DOUBLE PRECISION NOT NULL DEFAULT 0,
    UNIQUE (name, slice)
);
CREATE INDEX domains_leased ON domains (leased_until);
CREATE TABLE stands (
    vault TEXT NOT NULL,
    domain BIGINT NOT NULL REFERENCES domains (id),
    due_at DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (vault, domain)
);
CREATE INDEX stands_due ON stands (vault, due_at, domain);
CREATE INDEX stands_domain ON stands (domain);
CREATE TABLE budgets (
    name TEXT PRIMARY KEY,
    tokens DOUBLE PRECISION NOT NULL,
    filled_at DOUBLE PRECISION NOT NULL
);
ALTER TABLE addresses ADD COLUMN domain BIGINT REFERENCES domains (id);
DROP INDEX addresses_due;
CREATE INDEX addresses_due ON addresses (domain, due_at, id);
DROP INDEX places_vault;
CREATE INDEX places_vault ON places (vault, address);
INSERT INTO links (vault, address, first_seen)
    SELECT DISTINCT vault, address, COALESCE((SELECT MIN(started_at) FROM sweeps WHERE sweeps.vault = places.vault), 0)
    FROM places WHERE NOT EXISTS
    (SELECT 1 FROM links WHERE links.vault = places.vault AND links.address = places.address);
"""

META = "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)"


def statements(version: int, words: Mapping[Word, str]) -> list[str]:
    """What turns a store of the version before into one of this version (from 1), with the words of the database."""
    script = (_FIRST, _SECOND, _THIRD, _FOURTH)[version - 1].format(identity=words["identity"])
    script = script.replace(" TEXT", f" {words['text']}")
    return [statement.strip() for statement in script.split(";") if statement.strip()]
