"""Write groups into the registry by code."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from jkrlm.kernel import clock
from sellers.registry.errors import BadGroupRow
from sellers.registry.imports.checking import RowChecker, Staged
from sellers.registry.imports.columns import COLUMNS, column_of
from sellers.registry.imports.faults import CellFault, told
from sellers.registry.services.write_groups import (
    districts,
    drop_staged,
    stage,
    taken_mission_codes,
    write_staged,
)

#: Texts that a row leaves out are emptied: such a list says all there is to say of a group.
_OPTIONAL = tuple(column.name for column in COLUMNS if not column.required)


def upsert_groups(rows: Iterable[Mapping[str, Any]], *, source: str = "list") -> int:
    """
    Write all rows or none; a group that exists is overwritten, its address stays. Returns how many rows.

    Keys are the columns of a group, or headings that a spreadsheet may have for them. Without
    ``tax_status`` the group counts as enrolled without registration. Other keys are ignored. Changes
    count from today.

    Raises:
        BadGroupRow: a row lacks something or breaks a rule; ``params`` has its code and the rule.
    """
    batch, today = uuid.uuid4(), clock.today()
    try:
        with transaction.atomic():
            staged = _judged([_by_column(row) for row in rows])
            stage(batch, staged)
            for row, fault in taken_mission_codes(batch):
                raise _refusal(row, staged[row - 1].code, fault)
            write_staged(batch, on=today, now=clock.now(), actor=None, source=source)
            drop_staged(batch)
    except DatabaseError as error:
        rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or "unknown"
        raise BadGroupRow(
            _("A group shares its address with another, or breaks a rule of the registry."),
            params={"rule": rule},
        ) from error
    return len(staged)


def _by_column(row: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: value for key, value in row.items() if (name := column_of(key.replace("_", " ")))}
    return {**dict.fromkeys(_OPTIONAL, ""), **known}


def _judged(rows: list[dict[str, Any]]) -> list[Staged]:
    places = {column.name: place for place, column in enumerate(COLUMNS)}
    checker = RowChecker(districts=districts(), places=places, width=len(COLUMNS), today=clock.today())
    staged = []
    for number, row in enumerate(rows, 1):
        good, faults = checker.check(number, [row.get(column.name) for column in COLUMNS])
        if good is None:
            raise _refusal(number, str(row.get("code") or ""), faults[0])
        staged.append(good)
    return staged


def _refusal(row: int, code: str, fault: CellFault) -> BadGroupRow:
    words = told(row, fault)
    return BadGroupRow(
        f"{words.sentence} {words.remedy}",
        field=fault.column or None,
        params={"code": code[:40], "rule": fault.rule, "row": row},
    )
