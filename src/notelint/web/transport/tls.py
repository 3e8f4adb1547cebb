"""Whom to trust over TLS, and what went wrong in a handshake."""

import ssl
import sys
from pathlib import Path

from notelint.web.messages import FailureKind

# Where systems keep their certificates when OpenSSL was built to look elsewhere, as interpreters that travel are: Debian and
# Alpine, Fedora and its kin, SUSE, the BSDs.
_STORES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)

# What OpenSSL says of a certificate (x509_vfy.h, X509_V_ERR_*).
_KINDS: dict[int, FailureKind] = {
    9: "tls-expired",  # not yet valid
    10: "tls-expired",
    2: "tls-untrusted",  # the issuer's certificate is missing
    18: "tls-untrusted",  # signed by itself
    19: "tls-untrusted",  # a chain that ends in one signed by itself
    20: "tls-untrusted",  # the issuer is not known
    21: "tls-untrusted",  # an incomplete chain
    27: "tls-untrusted",  # the system distrusts it
    62: "tls-wrong-host",
    64: "tls-wrong-host",  # the IP address is not named
}

# What the verifiers of macOS and Windows say in words; truststore passes it on.
_WORDS: tuple[tuple[str, FailureKind], ...] = (
    ("expired", "tls-expired"),
    ("not yet valid", "tls-expired"),
    ("validity period", "tls-expired"),
    ("does not match", "tls-wrong-host"),
    ("hostname mismatch", "tls-wrong-host"),
    ("host name", "tls-wrong-host"),
    ("cn name", "tls-wrong-host"),
    ("not trusted", "tls-untrusted"),
    ("self-signed", "tls-untrusted"),
    ("root certificate", "tls-untrusted"),
    ("issuer", "tls-untrusted"),
)


def context(ca_file: str = "") -> ssl.SSLContext:
    """A context that trusts what the system trusts, and the certificates of a file (PEM) besides. Raises
    OSError for a file that cannot be read or has none, UnicodeDecodeError for one that is no text.

    On macOS and Windows the system itself verifies (truststore). Elsewhere its certificates are files that OpenSSL reads; there
    truststore would read them again for each connection.
    """
    if sys.platform in ("darwin", "win32"):
        import truststore

        made: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        made = ssl.create_default_context()
        if not made.cert_store_stats()["x509_ca"] and (store := next(filter(_is_file, _STORES), None)):
            made.load_verify_locations(store)
    if ca_file:
        made.load_verify_locations(cadata=Path(ca_file).read_text(encoding="ascii"))
    made.set_alpn_protocols(["http/1.1"])
    return made


def failure_kind(error: BaseException) -> FailureKind:
    """What kind of trouble an error of a handshake is."""
    if not isinstance(error, ssl.SSLCertVerificationError):
        return "tls"
    if known := _KINDS.get(getattr(error, "verify_code", 0)):
        return known
    said = str(error).lower()
    return next((kind for word, kind in _WORDS if word in said), "tls")


def _is_file(path: str) -> bool:
    return Path(path).is_file()
