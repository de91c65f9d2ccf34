"""Reads of the registry; each function is one query."""

from collections.abc import Iterable
from dataclasses import fields

from django.utils.translation import gettext as _

from jkrlm.kernel.statements import Statement
from sellers.registry import models
from sellers.registry.contracts import Group
from sellers.registry.errors import GroupUnknown

_COLUMNS = tuple(field.name for field in fields(Group))


_BY_CODE = Statement(
    "SELECT {columns} FROM {table} WHERE code = ANY(%(codes)s::varchar[]) ORDER BY code",
    columns=", ".join(_COLUMNS),
    table=models.Group._meta.db_table,
)


def groups() -> tuple[Group, ...]:
    """Return every group, by code."""
    return tuple(Group(*row) for row in models.Group.objects.order_by("code").values_list(*_COLUMNS))


def groups_by_code(codes: Iterable[str]) -> dict[str, Group]:
    """Return the groups that exist among the codes; unknown codes are absent."""
    return {group.code: group for group in (Group(*row) for row in _BY_CODE.rows(codes=sorted(set(codes))))}


def group(code: str) -> Group:
    """
    Return one group.

    Raises:
        GroupUnknown: no group has this code.
    """
    found = groups_by_code((code,)).get(code)
    if found is None:
        raise GroupUnknown(_("There is no group with this code."), field="code", params={"code": code[:40]})
    return found
