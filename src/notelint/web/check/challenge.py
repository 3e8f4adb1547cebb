"""Pages and headers by which a host wants to see a human, or at least a browser: it will not tell a program anything.

From what the makers document, and what their pages hold: Cloudflare (`cf-mitigated`, "Detect a Challenge Page response"), AWS
WAF (`x-amzn-waf-action`), Vercel (`x-vercel-mitigated`), DataDome, Anubis, Imperva, PerimeterX, Akamai, Sucuri, go-away.
"""

from notelint.pattern import late_pattern
from notelint.web.messages import Response
from notelint.web.page import Page

# Names, each with how the value begins.
_HEADERS = {
    "cf-mitigated": "challenge",
    "x-amzn-waf-action": "",
    "x-vercel-mitigated": "",
    "x-sucuri-block": "",
    "x-go-away-challenge": "",
}
# Set only together with a page that asks for proof.
_COOKIES = late_pattern(
    r"(?i)\s*(?:within\.website-x-cmd-anubis|techaro\.lol-anubis|[\w.-]*anubis[\w.-]*(?:cookie-verification|auth))"
)
_SCRIPTS = late_pattern(
    r"/\.within\.website/x/cmd/anubis|anubis_challenge|/cdn-cgi/challenge-platform/\S{0,40}orchestrate|_cf_chl_opt|"
    r"captcha-delivery\.com|_Incapsula_Resource|px-captcha|awsWafCookieDomainList|/\.well-known/\.git\.gammaspectra\.live/git/go-away|"
    r"sucuri_cloudproxy_js|/_sec/cp_challenge|kpsdk"
)
_TITLES = (
    "just a moment",
    "attention required! | cloudflare",
    "making sure you're not a bot",
    "making sure you are not a bot",
    "checking your browser",
    "are you a robot",
    "are you human",
    "verify you are human",
    "verifying you are human",
    "human verification",
    "security check",
    "ddos-guard",
    "pardon our interruption",
    "access to this page has been denied",
    "bot verification",
    "client challenge",
    "\u043e\u0434\u0438\u043d \u043c\u043e\u043c\u0435\u043d\u0442",  # Cloudflare's in Russian
    "nur einen moment",
    "un momento",
    "un instant",
    "請稍候",
    "请稍候",
)
# Such pages say little; an article may well be called "Are you human?".
_SHORT = 120


def is_challenged(response: Response) -> bool:
    """Whether the headers of an answer say that it is a challenge, whatever its status."""
    for name, value in response.headers:
        if name == "set-cookie" and _COOKIES.match(value):
            # The cookie is also taken back once the proof was given; then there is no value.
            return bool(value.partition("=")[2].partition(";")[0].strip())
        if name in _HEADERS and value.lower().startswith(_HEADERS[name]):
            return True
    return response.status in (403, 405, 429) and bool(response.header("x-datadome") or response.header("x-px"))


def is_challenge(page: Page) -> bool:
    """Whether a page is a challenge instead of what was asked for."""
    if page.words >= _SHORT:
        return False
    return bool(_SCRIPTS.search(page.scripts)) or page.title.strip().lower().startswith(_TITLES)
