"""The life of an application, of a proposed allotment and of an allowance."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AppState(TextChoices):
    """``OFFERED`` came from the waiting list and is to be accepted by a day."""

    SENT = "sent", _("Sent")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ALLOTTED = "allotted", _("Has a stall")
    WAITING = "waiting", _("On the waiting list")
    REFUSED = "refused", _("No stall")
    OFFERED = "offered", _("A stall is offered")
    GIVEN_UP = "given-up", _("Gave the stall up")
    NO_SHOW = "no-show", _("Did not come")
    CANCELLED = "cancelled", _("The fair is cancelled")


APP_TRANSITIONS: Final[Mapping[AppState, frozenset[AppState]]] = {
    AppState.SENT: frozenset(
        {AppState.WITHDRAWN, AppState.ALLOTTED, AppState.WAITING, AppState.REFUSED, AppState.CANCELLED}
    ),
    AppState.WITHDRAWN: frozenset({AppState.SENT}),
    AppState.WAITING: frozenset({AppState.OFFERED, AppState.WITHDRAWN, AppState.CANCELLED}),
    AppState.OFFERED: frozenset({AppState.ALLOTTED, AppState.GIVEN_UP, AppState.CANCELLED}),
    AppState.ALLOTTED: frozenset({AppState.GIVEN_UP, AppState.NO_SHOW, AppState.CANCELLED}),
    AppState.REFUSED: frozenset(),
    AppState.GIVEN_UP: frozenset(),
    AppState.NO_SHOW: frozenset(),
    AppState.CANCELLED: frozenset(),
}
#: In these a group holds a stall.
HOLDING: Final = (AppState.ALLOTTED, AppState.OFFERED)
#: In these an application waits for something, or has it.
ALIVE: Final = (AppState.SENT, AppState.WAITING, *HOLDING)


class ProposalState(TextChoices):
    PROPOSED = "proposed", _("Waits for approval")
    APPROVED = "approved", _("Approved")
    SENT_BACK = "sent-back", _("Sent back")


class Result(TextChoices):
    """What a proposal says of one application."""

    STALL = "stall", _("Stall")
    WAITING = "waiting", _("Waiting list")
    REFUSED = "refused", _("Not eligible")


class Criterion(TextChoices):
    """What points are given for."""

    NEW = "new", _("New to fairs")
    CERTIFIED = "certified", _("Certified goods")
    FAR = "far", _("Far district")
    READY = "ready", _("Stock ready")
    CONDUCT = "conduct", _("Past conduct")


#: As in the prototype; a call may weigh otherwise.
USUAL_POINTS: Final[Mapping[Criterion, int]] = {
    Criterion.NEW: 30,
    Criterion.CERTIFIED: 25,
    Criterion.FAR: 20,
    Criterion.READY: 15,
    Criterion.CONDUCT: 10,
}


class QuotaBy(TextChoices):
    DISTRICT = "district", _("District")
    CRAFT = "craft", _("Craft")


class CameBy(TextChoices):
    ALLOTMENT = "allotment", _("Allotted")
    WAITING = "waiting", _("From the waiting list")
    SWAP = "swap", _("Exchanged")


class Ended(TextChoices):
    SWAP = "swap", _("Exchanged")
    GIVEN_UP = "given-up", _("Given up")
    LAPSED = "lapsed", _("Not accepted in time")
    NO_SHOW = "no-show", _("Did not come")
    CANCELLED = "cancelled", _("The fair is cancelled")


class AllowanceKind(TextChoices):
    TRAVEL = "travel", pgettext_lazy("allowance", "Travel")
    DAILY = "daily", _("Daily allowance")


class AllowanceState(TextChoices):
    PROPOSED = "proposed", _("Waits for approval")
    PAID = "paid", _("Credited")
    REFUSED = "refused", pgettext_lazy("allowance", "Refused")
