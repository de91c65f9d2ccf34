"""
Asked by the container engine: does this container do its work? Exit 0 means yes.

    python deploy/healthcheck.py web      /readyz answers 200: the database answers and is migrated
    python deploy/healthcheck.py worker   a worker has given a sign of life within a minute
"""

import os
import sys
import urllib.request
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

SIGN_OF_LIFE = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'"


def web() -> str:
    """Return what is wrong, or nothing. The Host is the public one: others are refused."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/readyz",
        headers={"Host": urlsplit(os.environ["PUBLIC_URL"]).netloc},
    )
    try:
        with urllib.request.urlopen(request, timeout=4):  # noqa: S310
            return ""
    except HTTPError as error:
        return f"{error.code}: {error.read(200).decode(errors='replace').strip()}"
    except (URLError, OSError) as error:
        return str(error)


def worker() -> str:
    """Return what is wrong, or nothing; asks the database, where each worker signs every ten seconds."""
    import psycopg

    try:
        with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=4) as connection:
            alive = connection.execute(SIGN_OF_LIFE).fetchone()
    except psycopg.Error as error:
        return str(error).strip()
    return "" if alive and alive[0] else "no worker has given a sign of life for a minute"


if __name__ == "__main__":
    fault = {"web": web, "worker": worker}[sys.argv[1]]()
    if fault:
        sys.exit(fault)
