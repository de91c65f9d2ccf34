from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class LabelStateName(models.TextChoices):
    PRINTED = "printed", _("Printed")
    ATTACHED = "attached", _("On a piece")
    SPOILED = "spoiled", _("Spoiled")
    VOID = "void", _("Voided")


class BatchState(models.TextChoices):
    MAKING = "making", _("Being made")
    READY = "ready", _("Ready to print")


#: The database's trigger holds the same table.
TRANSITIONS: Final = {
    LabelStateName.PRINTED: {LabelStateName.ATTACHED, LabelStateName.SPOILED, LabelStateName.VOID},
    LabelStateName.ATTACHED: {LabelStateName.SPOILED, LabelStateName.VOID},
    LabelStateName.SPOILED: set[LabelStateName](),
    LabelStateName.VOID: set[LabelStateName](),
}
