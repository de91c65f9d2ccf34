"""Sessions in the database, so that one can be ended: of staff, sellers, demo people. Buyers have none."""

import re
from typing import Final

from django.contrib.sessions.backends import db

_KEY: Final = re.compile(r"[0-9a-z]{32}")


class SessionStore(db.SessionStore):
    """
    Django's, which takes any eight characters of a cookie for a key and asks the database for them.

    A cookie that we cannot have written is no session and costs no query; bytes that PostgreSQL refuses as
    text never reach it.
    """

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key) and _KEY.fullmatch(str(key)) is not None
