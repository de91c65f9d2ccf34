"""What the embedded store needs before the rooms can talk to it: our app, known by its identifier."""

from typing import Any

from django.conf import settings
from django.db import connection

from commerce.embedded.account.services.apps import create_app
from commerce.identity import bind
from commerce.permissions import APP_PERMISSIONS
from jkrlm.kernel.clock import now


def install_app(*_arguments: Any, **_options: Any) -> None:
    """
    Bind the database to its store and install our app in it.

    Runs after every ``migrate`` (and after a test's flush); repeating changes nothing. A migration to
    a point before the tables exist is left alone.
    """
    tables = connection.introspection.table_names()
    if "commerce_storeidentity" not in tables or "store_account_app" not in tables:
        return
    bind()
    create_app(
        identifier=settings.APP_IDENTIFIER,
        name="Umeed",
        permissions=sorted(APP_PERMISSIONS),
        now=now(),
    )
