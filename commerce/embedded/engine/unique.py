"""Two writers, one unique value: the database decides, and the loser gets a refusal."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import IntegrityError, transaction

from commerce.embedded.engine.errors import Refusal

#: Part of a constraint's name -> the contract's field.
_FIELDS: Final = {"external_reference": "externalReference", "sku": "sku", "slug": "slug"}


@contextmanager
def unique_or_refused() -> Iterator[None]:
    """
    Run a write for which uniqueness was looked up before; another may have written since.

    Raises:
        Refusal: UNIQUE, naming the field. Any other broken constraint is a bug and stays one.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        name = str(getattr(diagnosis, "constraint_name", None) or "")
        for part, field in _FIELDS.items():
            if part in name:
                raise Refusal("This value is taken already.", code="UNIQUE", field=field) from error
        raise
