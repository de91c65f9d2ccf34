"""The address of the tests' own database, for programs that tests start."""

from urllib.parse import quote

from django.db import connection


def own_database_url() -> str:
    """Return it as DATABASE_URL wants it; the host may be a folder, for a Unix socket."""
    facts = connection.settings_dict
    user = facts["USER"] + (f":{facts['PASSWORD']}" if facts["PASSWORD"] else "")
    host = quote(str(facts["HOST"]), safe="")
    where = f"{host}:{facts['PORT']}" if facts["PORT"] else host
    return f"postgres://{user}@{where}/{facts['NAME']}"
