"""Two people, one address or reference: the database decides, and the second is refused."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from commerce.embedded.engine.errors import Refusal


@contextmanager
def unique_user_or_refused() -> Iterator[None]:
    """
    Raises:
        Refusal: UNIQUE, naming the field; any other broken constraint is a bug and stays one.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or "")
        if "email" in name and "lower" not in name:
            message = "User with this Email already exists."
            raise Refusal(message, code="UNIQUE", field="email") from error
        if "external_reference" in name:
            message = "User with this External reference already exists."
            raise Refusal(message, code="UNIQUE", field="externalReference") from error
        raise
