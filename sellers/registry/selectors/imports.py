"""Reads of imports: the list, one of them, and what is wrong with its file."""

import csv
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from jkrlm.kernel.formats import harmless
from sellers.registry.contracts import Fault
from sellers.registry.errors import NotHere
from sellers.registry.imports.faults import CellFault, told
from sellers.registry.models import GroupImport, ImportFault

_AT_ONCE: Final = 2_000


def recent_imports(*, most: int = 50) -> tuple[GroupImport, ...]:
    return tuple(GroupImport.objects.select_related("taken_by", "applied_by").order_by("-id")[:most])


def group_import(import_id: int) -> GroupImport:
    """
    Raises:
        NotHere: no such import.
    """
    found = GroupImport.objects.select_related("taken_by", "applied_by").filter(pk=import_id).first()
    if found is None:
        raise NotHere(_("There is no such import."))
    return found


def faults(batch: UUID, *, most: int | None = None) -> Iterator[Fault]:
    """Yield faults in the order of the sheet, in words."""
    row, last, left = -1, 0, most
    while left is None or left > 0:
        rows = ImportFault.objects.filter(batch=batch, row__gte=row).exclude(row=row, id__lte=last)
        page = list(rows.order_by("row", "id")[: _AT_ONCE if left is None else min(_AT_ONCE, left)])
        if not page:
            return
        for fault in page:
            yield told(fault.row, CellFault(fault.column, fault.value, fault.rule, fault.detail))
        row, last = page[-1].row, page[-1].pk
        left = None if left is None else left - len(page)


class _Line:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def faults_csv(batch: UUID) -> Iterator[str]:
    """Yield the faults as lines of a CSV file that a spreadsheet opens, with nothing in it that runs."""
    writer = csv.writer(_Line())
    yield "\ufeff"
    yield writer.writerow([_("Row"), _("Column"), _("Value"), _("What is wrong"), _("What to do")])
    for fault in faults(batch):
        yield writer.writerow([fault.row, fault.column, harmless(fault.value), fault.sentence, fault.remedy])
