"""The rule link-with-credentials."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import ClassVar

from notelint.finding import Finding, Severity
from notelint.note import Note
from notelint.rule import NoteRule, option
from notelint.web.written.fault import is_addressed
from notelint.web.written.secrets import secret


class LinkWithCredentials(NoteRule):
    r"""No address in a note holds a password, a token or a key.

    Whoever reads the note, or its history, can use them: take the secret out and have it replaced where it is valid. Known are
    `user:password@`, parameters such as `access_token=` and `sig=` with a random value, and the forms of well-known tokens.
    The message never repeats the secret. `allow` takes patterns of addresses that are meant to be shared.

    ```bad
    ⟦[Build](https://deploy:Hunter2Rocks@ci.acme.io/job/1)⟧, ⟦[feed](https://acme.io/feed?access_token=9fKq2LxT7vRb3MzD8sWc)⟧,
    ⟦[blob](https://acme.blob.core.windows.net/a?sv=2022&sig=Zm9v9Qx7LkT2bVn4Ry8Wd)⟧ and ⟦<https://deploy:Hunter2Rocks@acme.io>⟧.
    ```

    User names without a password, mail, handles, stand-ins, examples, page tokens, badges and short values are no secrets:

    ```good
    [clone](ssh://git@acme.io/a.git), [mail](mailto:a:b@acme.io), [post](https://medium.com/@someone/a-b-3f9a2c77d1e0),
    [login](https://user:password@acme.io/), [yours](https://acme.io/?token=YOUR_TOKEN), [x](https://acme.io/?api_key=xxxxxxxx1xxxxxxxxxx),
    [local](http://admin:S3cretS3cret@localhost:8080/), [docs](https://joe:S3cretS3cret@example.com/), [short](https://acme.io/?sig=12ab),
    [next](https://acme.io/list?pageToken=9fKq2LxT7vRb3MzD8sWc), [map](https://maps.acme.io/@48.85,2.29,15z),
    ![cover](https://codecov.io/gh/a/b/badge.svg?token=9fKq2LxT7vRb3MzD8sWc).
    ```

    ```good allow = ["https://acme.io/feed?*"]
    [feed](https://acme.io/feed?access_token=9fKq2LxT7vRb3MzD8sWc)
    ```
    """

    name: ClassVar[str] = "link-with-credentials"
    severity: ClassVar[Severity] = "error"
    allow: tuple[str, ...] = option("Patterns of addresses that may hold a secret.", ())

    def check(self, note: Note) -> Iterable[Finding]:
        """A finding for each address with a secret in it."""
        for link in note.links:
            kind = secret(link.target) if is_addressed(link) else None
            if kind and not any(fnmatchcase(link.target, pattern) for pattern in self.allow):
                message = f"This address holds {kind} that every reader can use. Take it out, and replace it where it is valid."
                yield self.finding(note, link.span, message)
