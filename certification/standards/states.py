"""
draft ⇄ proposed → pilot → adopted → withdrawn. What is in force is no draft again: a change is a new
version.

A trigger in the database keeps the same table.
"""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Proposed")
    PILOT = "pilot", _("Pilot")
    ADOPTED = "adopted", _("Adopted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


IN_FORCE: Final = frozenset({VersionState.PILOT, VersionState.ADOPTED})

TRANSITIONS: Final[dict[VersionState, frozenset[VersionState]]] = {
    VersionState.DRAFT: frozenset({VersionState.PROPOSED, VersionState.WITHDRAWN}),
    VersionState.PROPOSED: frozenset(
        {VersionState.DRAFT, VersionState.PILOT, VersionState.ADOPTED, VersionState.WITHDRAWN}
    ),
    VersionState.PILOT: frozenset({VersionState.ADOPTED, VersionState.WITHDRAWN}),
    VersionState.ADOPTED: frozenset({VersionState.WITHDRAWN}),
    VersionState.WITHDRAWN: frozenset(),
}
