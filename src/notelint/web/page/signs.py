"""Signs by which a page shows that it is not what somebody meant to link: absent, parked, a login.

A sign must be one that no honest page has: a false alarm costs more than a miss. What a page says counts only where it speaks
of itself, in its title and first heading; what it is about may well be errors, domains and logins.
"""

from notelint.pattern import late_pattern
from notelint.web.address import Address, parse
from notelint.web.page import Page
from notelint.web.page.phrases import phrases
from notelint.web.page.text_directive import folded

# What sets the name of a site apart from the title of a page.
_APART = late_pattern(r"\s[\u2013\u2014·•»«:/>-]\s|[\u2013\u2014·•»«:!,]\s|[\u3001\u3002\uff01\uff1a\uff5c|]|\.\s")
_WORD = late_pattern(r"[^\W\d_][\w'\u2019]*")
_SPEAKS_OF_ERRORS = late_pattern(r"(?i)404|410|not[-_]?found|missing|error|http[-_]?status|soft")
# The last part of the address of a form to sign in; words that documentation also has in its addresses; what says where to go
# on.
_LOGIN_NAME = late_pattern(r"(?i)(?:.*/)?(?:log[-_]?in|log[-_]?on|sign[-_]?in|wp-login|servicelogin)(?:\.\w{2,5})?/?\Z")
_LOGIN_WORD = late_pattern(
    r"(?i)(?:^|[/._-])(?:log-?in|sign-?in|sso|saml2?|oauth2?|openid|auth|authenticate|authorize|sessions?/new)(?:[/._-]|$)"
)
_GO_ON = late_pattern(
    r"(?i)(?:^|&)(?:next|back|continue|return|service|goto|dest|destination|url|redirect|relaystate|samlrequest|client_id)\w*="
)
_LOGIN_HOST = late_pattern(r"(?i)(?:log-?in|sso|auth|signin|idp|accounts?)\.")
# Where parked domains are sent, and whose scripts show their advertisements.
_PARKING = late_pattern(
    r"(?i)\b(?:sedoparking|sedo|hugedomains|afternic|parkingcrew|bodis|above|dan|undeveloped|parklogic|domainmarket|buydomains|"
    r"uniregistry|voodoo|skenzo|namebright|epik|cashparking|parking-page|domainsponsor|dsparking|searchhounds)\.(?:com|net)\b"
)
_LANDERS = late_pattern(r"window\.park\b|/lander\b|parking-lander|data-adblockkey|caf\.js|adsense/domains")
# ISO 639-1 (https://www.loc.gov/standards/iso639-2/), by their first letters; then countries (ISO 3166-1) that sites have a
# first page for. Two letters that are none of these, `/go` or `/tv`, name a page.
_LANGUAGE = (
    r"a[abefkmnrsvyz]|b[aeghimnors]|c[aehorsuvy]|d[aevz]|e[elnostu]|f[afijory]|g[adlnuv]|h[aeiortuyz]|i[adegikostu]|j[av]"
    r"|k[agijklmnorsuvwy]|l[abginotuv]|m[ghiklnrsty]|n[abdeglnorvy]|o[cjmrs]|p[ailst]|qu|r[mnouw]|s[acdegiklmnoqrstuvw]"
    r"|t[aeghiklnorstwy]|u[gkrz]|v[eio]|w[ao]|xh|y[io]|z[ahu]|a[tu]|cn|dk|gb|hk|in|jp|mx|nz|us"
)
_ROOT = late_pattern(rf"(?i)/?(?:(?:{_LANGUAGE})(?:[-_][a-z]{{2,4}})?/?)?(?:(?:home|index|default|main)(?:\.\w{{2,5}})?/?)?\Z")
# A page that has nothing but an offer or a form is short.
_SHORT = 200
_LONGEST_TITLE = 300


def says_absent(text: str) -> bool:
    """Whether a title or heading says, in one of many languages, that there is no page, and nothing besides.

    One part of it is enough where the name of a site is set apart.
    """
    whole = folded(text[:_LONGEST_TITLE])
    if not whole or not any(map(whole.__contains__, phrases("absent"))):
        return False
    return any(_is_absence(part) for part in (whole, *_APART.split(whole)))


def _is_absence(part: str) -> bool:
    phrase = next((phrase for phrase in phrases("absent") if phrase in part), None)
    if phrase is None or not _stands_alone(part, phrase):
        return False
    rest = _WORD.findall(part.replace(phrase, " ", 1))
    return all(word in phrases("around") for word in rest)


def _stands_alone(part: str, phrase: str) -> bool:
    """Whether a number that is a phrase is no part of a longer one."""
    return not phrase.isdigit() or phrase in part.replace("-", " ").replace("#", " ").split()


def speaks_of_errors(address: Address) -> bool:
    """Whether an address is one of a page about errors, whose title may say so."""
    return bool(_SPEAKS_OF_ERRORS.search(f"{address.path}?{address.query}"))


def is_parked(page: Page, url: str) -> bool:
    """Whether a page offers its own domain for sale, or shows what domains show that nobody uses."""
    if page.words >= _SHORT:
        return False
    said = folded(f"{page.title} {page.text}")
    is_offered = any(phrase in said for phrase in phrases("for sale"))
    is_shown = bool(_PARKING.search(page.scripts) or _LANDERS.search(page.scripts))
    host = url.partition("//")[2].partition("/")[0].removeprefix("www.")
    return is_offered and (is_shown or host in said)


def is_parking_place(url: str) -> bool:
    """Whether an address is where parked domains are sent."""
    address = parse(url)
    return address is not None and bool(_PARKING.search(address.host))


def is_root(address: Address) -> bool:
    """Whether an address is that of the first page of a host, in whatever language or for whatever country."""
    return not address.query and bool(_ROOT.match(address.path))


def leads_to_login(start: Address, end: Address) -> bool:
    """Whether the way from one address to the other ends at a form to sign in that was not linked.

    Pages about signing in also move, so that a word alone is not enough where the folder stays the same.
    """
    if _LOGIN_NAME.match(start.path) or _LOGIN_HOST.match(start.host):
        return False
    if _LOGIN_HOST.match(end.host) or (_LOGIN_WORD.search(end.path) and _GO_ON.search(end.query)):
        return True
    return bool(_LOGIN_NAME.match(end.path)) and (start.host, _folder(start.path)) != (end.host, _folder(end.path))


def is_login(address: Address) -> bool:
    """Whether an address is one of a form to sign in."""
    return bool(_LOGIN_NAME.match(address.path) or _LOGIN_HOST.match(address.host))


def _folder(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0]


def asks_to_sign_in(page: Page) -> bool:
    """Whether a page is a form to sign in: it has a field for a password and is called so."""
    if not page.has_password:
        return False
    named = folded(f"{page.title} {page.heading}")[:_LONGEST_TITLE]
    return any(phrase in named for phrase in phrases("login"))
