"""Why a case is sent back or refused: chosen from a list, so that the group reads it in her language."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: Final[dict[str, Promise]] = {
    "photo": _("A photograph is missing or not clear"),
    "document": _("A paper is missing or out of date"),
    "statement": _("Something is not stated, or not clear"),
    "workmanship": _("The work is not even or not finished"),
    "critical": _("A value that must be kept is not kept"),
    "grade": _("The values do not reach the lowest grade"),
    "sample": _("A new sample is needed"),
    "visit": _("Another visit is needed"),
    "origin": _("Where or how it was made could not be shown"),
    "identity": _("The goods are not those that were asked for"),
}


def reason_label(code: str) -> str:
    """Return a reason in the reader's language; one that we have no more, as its code."""
    return str(REASONS.get(code, code))
