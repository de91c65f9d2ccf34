"""Write groups into the registry by code."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sellers.registry import models
from sellers.registry.errors import BadGroupRow

_TEXTS: Final = (
    "name",
    "name_hi",
    "name_ur",
    "division",
    "district",
    "block",
    "pincode",
    "village_organisation",
    "cluster_level_federation",
    "gstin",
)
#: Names that lists from the field use for our columns.
_ALIASES: Final = {"village": "village_or_post_office", "formed_year": "formed"}


def upsert_groups(rows: Iterable[Mapping[str, Any]]) -> int:
    """
    Write all rows or none; a group that exists is overwritten. Returns how many were written.

    Keys are the columns of a group; ``village_or_post_office`` and ``formed`` are understood for
    ``village`` and ``formed_year``. Without ``slug`` the slug is made of the name, without
    ``tax_status`` the group counts as enrolled without registration. Other keys are ignored.

    Raises:
        BadGroupRow: a row lacks something or breaks a rule; ``params`` has the code.
    """
    made = [_group(row) for row in rows]
    written = [field.name for field in models.Group._meta.fields if field.name not in ("id", "code")]
    try:
        with transaction.atomic():
            models.Group.objects.bulk_create(
                made, update_conflicts=True, unique_fields=["code"], update_fields=written, batch_size=1000
            )
    except DatabaseError as error:
        rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or "once in a batch"
        raise BadGroupRow(
            _("A group shares its code or slug with another, or breaks a rule of the registry."),
            params={"rule": rule},
        ) from error
    return len(made)


def _group(row: Mapping[str, Any]) -> models.Group:
    def given(name: str) -> Any:
        value = row.get(name)
        return row.get(_ALIASES[name]) if value is None and name in _ALIASES else value

    group = models.Group(
        code=str(row.get("code") or ""),
        slug=str(row.get("slug") or slugify(str(row.get("name") or ""))),
        village=str(given("village") or ""),
        members=given("members"),
        formed_year=given("formed_year"),
        tax_status=row.get("tax_status") or models.TaxStatus.UNREGISTERED_ENROLLED,
        **{name: str(row.get(name) or "") for name in _TEXTS},
    )
    try:
        group.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise BadGroupRow(
            "; ".join(error.messages),
            field=next(iter(error.error_dict), None),
            params={"code": group.code[:40]},
        ) from error
    return group
