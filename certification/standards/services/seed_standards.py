"""Bring the standards that come with the code into the database."""

import json
from datetime import date
from pathlib import Path
from typing import Final

from django.db import transaction

from certification.standards.content import filled
from certification.standards.models import Standard, StandardVersion
from certification.standards.states import IN_FORCE, VersionState
from jkrlm.kernel import clock
from jkrlm.kernel.locks import advisory_lock

DATA: Final = Path(__file__).resolve().parent.parent / "data" / "standards.json"


def seed_standards() -> int:
    """
    Add the versions that are not there yet; what is there stays as people left it. Returns how many.

    They are marked as nobody's: the pages say that they came with the software and await a person's approval.
    """
    read = json.loads(DATA.read_text(encoding="utf-8"))
    now = clock.now()
    with advisory_lock("standards.seed"), transaction.atomic():
        known = set(StandardVersion.objects.values_list("standard__code", "ordinal"))
        fresh = [row for row in read if (row["standard"], row["ordinal"]) not in known]
        for row in fresh:
            standard, _made = Standard.objects.get_or_create(code=row["standard"], defaults={"made_at": now})
            StandardVersion.objects.create(
                standard=standard,
                ordinal=row["ordinal"],
                number=row["number"],
                state=row["state"],
                valid_from=date.fromisoformat(row["valid_from"]),
                content=filled(row["content"]),
                note=row["note"],
                seeded=True,
                key=f"seed:{row['number']}",
                made_at=now,
                approved_at=now if VersionState(row["state"]) in IN_FORCE else None,
            )
    return len(fresh)
