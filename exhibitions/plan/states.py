from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExhibitionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    INVITING = "inviting", _("Inviting groups")
    ALLOTTED = "allotted", _("Stalls allotted")
    RUNNING = "running", _("Running")
    CLOSED = "closed", _("Closed")
    SETTLED = "settled", _("Settled")
    CANCELLED = "cancelled", _("Cancelled")


EXHIBITION_TRANSITIONS: Final[dict[ExhibitionState, set[ExhibitionState]]] = {
    ExhibitionState.DRAFT: {ExhibitionState.INVITING, ExhibitionState.CANCELLED},
    ExhibitionState.INVITING: {ExhibitionState.ALLOTTED, ExhibitionState.CANCELLED},
    ExhibitionState.ALLOTTED: {ExhibitionState.RUNNING, ExhibitionState.CANCELLED},
    ExhibitionState.RUNNING: {ExhibitionState.CLOSED},
    ExhibitionState.CLOSED: {ExhibitionState.SETTLED},
    ExhibitionState.SETTLED: set(),
    ExhibitionState.CANCELLED: set(),
}
#: The public may see it.
PUBLIC_STATES: Final = (
    ExhibitionState.INVITING,
    ExhibitionState.ALLOTTED,
    ExhibitionState.RUNNING,
    ExhibitionState.CLOSED,
    ExhibitionState.SETTLED,
    ExhibitionState.CANCELLED,
)
#: Place, days and zones may still change.
OPEN_STATES: Final = (ExhibitionState.DRAFT, ExhibitionState.INVITING, ExhibitionState.ALLOTTED)
#: Nothing of it changes any more.
ENDED_STATES: Final = (ExhibitionState.SETTLED, ExhibitionState.CANCELLED)


class StallState(models.TextChoices):
    FREE = "free", _("May be allotted")
    KEPT = "kept", _("Kept back")
    BLOCKED = "blocked", _("Blocked")


class Duty(models.TextChoices):
    MANAGER = "manager", _("Manages it")
    CASHIER = "cashier", _("At a till")
    HELPER = "helper", _("Helps")


class ProgrammeKind(models.TextChoices):
    LIVE_CRAFT = "live-craft", _("Craft made before you")
    WORKSHOP = "workshop", _("Workshop")
    STAGE = "stage", _("Music and dance")
    TALK = "talk", _("Talk")
    OPENING = "opening", _("Opening and closing")


class CountVia(models.TextChoices):
    PASS = "pass", _("With a pass")
    GATE = "gate", _("Counted at the gate")
