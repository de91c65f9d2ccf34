"""Staff correct what the registry says of one group; the same rules hold as for a spreadsheet."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from jkrlm.kernel.clock import INDIA
from jkrlm.people.facade import User, audit
from sellers.registry.errors import BadGroupRow
from sellers.registry.imports.checking import RowChecker
from sellers.registry.imports.columns import BY_NAME
from sellers.registry.imports.faults import told
from sellers.registry.services.common import audit_target, locked_group
from sellers.registry.services.write_groups import (
    districts,
    drop_staged,
    stage,
    taken_mission_codes,
    write_staged,
)

#: What a correction speaks of, besides the code. Where the group belongs is changed by a transfer.
CORRECTABLE: Final = (
    "name",
    "name_hi",
    "name_ur",
    "district",
    "block",
    "village",
    "pincode",
    "members",
    "formed_year",
    "tax_status",
    "gstin",
    "mission_code",
)


@transaction.atomic
def correct_group(*, code: str, facts: Mapping[str, str], why: str, actor: User, now: datetime) -> bool:
    """
    Overwrite the facts of a group, all of CORRECTABLE; returns whether anything changed.

    Raises:
        GroupUnknown.
        BadGroupRow: of one fact; ``field`` names it.
    """
    locked_group(code)
    names = ("code", *CORRECTABLE)
    today = now.astimezone(INDIA).date()
    checker = RowChecker(
        districts=districts(),
        places={name: place for place, name in enumerate(names)},
        width=len(names),
        today=today,
    )
    staged, faults = checker.check(1, [code, *(facts[name] for name in CORRECTABLE)])
    batch = uuid.uuid4()
    if staged is not None:
        stage(batch, [staged])
        faults = [fault for _row, fault in taken_mission_codes(batch)]
    if faults:
        words = told(1, faults[0])
        raise BadGroupRow(
            f"{words.sentence} {words.remedy}",
            field=faults[0].column if faults[0].column in BY_NAME else None,
            params={"rule": faults[0].rule},
        )
    counts = write_staged(batch, on=today, now=now, actor=actor, source=why)
    drop_staged(batch)
    if counts.changed:
        audit(actor=actor, verb="group.correct", target=audit_target(code), after={"why": why})
    return bool(counts.changed)
