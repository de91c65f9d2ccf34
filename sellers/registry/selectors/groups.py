"""Reads of groups as other rooms know them; each function is one query."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from jkrlm.kernel import clock
from jkrlm.kernel.statements import Statement
from sellers.registry import models
from sellers.registry.contracts import Group
from sellers.registry.errors import GroupUnknown

_SELECT: Final = """
SELECT g.code, g.slug, g.name, g.name_hi, g.name_ur, d.division, d.name, b.name, g.village, g.pincode,
       coalesce(v.name, ''), coalesce(f.name, ''), g.members, g.formed_year, g.tax_status, g.gstin,
       g.mission_code
  FROM sellers_registry_group g
  JOIN sellers_registry_block b ON b.id = g.block_id
  JOIN sellers_registry_district d ON d.id = b.district_id
  LEFT JOIN sellers_registry_placement p
    ON p.group_id = g.id AND p.held_from <= %(on)s AND (p.held_to IS NULL OR %(on)s < p.held_to)
  LEFT JOIN sellers_registry_villageorganisation v ON v.id = p.village_organisation_id
  LEFT JOIN sellers_registry_clusterlevelfederation f ON f.id = p.federation_id
"""
_ALL = Statement(f"{_SELECT} ORDER BY g.code")
_BY_CODE = Statement(f"{_SELECT} WHERE g.code = ANY(%(codes)s::varchar[]) ORDER BY g.code")


def groups(*, on: date | None = None) -> tuple[Group, ...]:
    """Return every group, by code, with what it belongs to on a day (today)."""
    return tuple(Group(*row) for row in _ALL.rows(on=on or clock.today()))


def groups_by_code(codes: Iterable[str], *, on: date | None = None) -> dict[str, Group]:
    """Return the groups that exist among the codes; unknown codes are absent."""
    rows = _BY_CODE.rows(codes=sorted(set(codes)), on=on or clock.today())
    return {group.code: group for group in (Group(*row) for row in rows)}


def group(code: str, *, on: date | None = None) -> Group:
    """
    Return one group.

    Raises:
        GroupUnknown: no group has this code.
    """
    found = groups_by_code((code,), on=on).get(code)
    if found is None:
        raise GroupUnknown(_("There is no group with this code."), field="code", params={"code": code[:40]})
    return found


def group_row(code: str, *, lock: bool = False) -> models.Group:
    """
    Return the room's own row of a group, locked for the caller's transaction where asked.

    Raises:
        GroupUnknown: no group has this code.
    """
    rows = models.Group.objects.select_for_update(of=("self",)) if lock else models.Group.objects.all()
    found = rows.filter(code=code[:40].replace("\x00", "")).first()
    if found is None:
        raise GroupUnknown(_("There is no group with this code."), field="code", params={"code": code[:40]})
    return found
