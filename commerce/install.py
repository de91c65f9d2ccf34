"""What a database needs before the rooms can talk to their store: to know it, and to be known to it."""

from typing import Any

from django.db import connection

from commerce.identity import bind, on_saleor


def install(*_arguments: Any, **_options: Any) -> None:
    """
    Bind the database to its store; put our app into the embedded one.

    Runs after every ``migrate`` (and after a test's flush); repeating changes nothing. A migration to
    a point before the tables exist is left alone.
    """
    if "commerce_storeidentity" not in connection.introspection.table_names():
        return
    bind()
    if not on_saleor():
        from commerce import embedded_store

        embedded_store.install()
