from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanState(models.TextChoices):
    ASKED = "asked", _("Waits for its turn")
    RUNNING = "running", _("Being planned")
    READY = "ready", _("Ready to be looked at")
    ACCEPTED = "accepted", _("Accepted")
    REPLACED = "replaced", _("Replaced")
    FAILED = "failed", _("Could not be planned")


#: Of a day, one plan is being made at a time.
IN_THE_MAKING: Final = (PlanState.ASKED, PlanState.RUNNING)

PLAN_TRANSITIONS: Final = {
    PlanState.ASKED: {PlanState.RUNNING, PlanState.FAILED},
    PlanState.RUNNING: {PlanState.READY, PlanState.FAILED, PlanState.RUNNING},
    PlanState.READY: {PlanState.ACCEPTED, PlanState.REPLACED},
    PlanState.ACCEPTED: {PlanState.REPLACED},
    PlanState.REPLACED: set(),
    PlanState.FAILED: {PlanState.RUNNING},
}


class RoundState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("To be driven")
    DONE = "done", _("Driven")
    REPLACED = "replaced", _("Replaced")


class Outcome(models.TextChoices):
    COLLECTED = "collected", _("Parcels taken along")
    NOTHING = "nothing", _("Nothing was there")
    SHUT = "shut", _("Nobody was there")


class Via(models.TextChoices):
    PHONE = "phone", _("From the phone")
    FORM = "form", _("Typed in")


class Reason(models.TextChoices):
    """Why a place is in no round."""

    NO_PLACE = "no-place", _("The place is not known, or nobody knows where it lies")
    NO_HUB = "no-hub", _("No hub serves it")
    CLOSED = "closed", _("It is closed on this day")
    NO_VEHICLE = "no-vehicle", _("Its hub has no vehicle")
    TOO_HEAVY = "too-heavy", _("A parcel is heavier than any vehicle of the hub carries")
    OUT_OF_REACH = "out-of-reach", _("No vehicle can be there in its open hours and back within the shift")
    FULL = "full", _("The vehicles of the hub are full, or their hours are")
