"""The life of a case, as a table. The database holds the same table: see ``migrations/0001_cases.py``."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CaseState(TextChoices):
    """
    ``INCOMPLETE`` waits for its seller, ``COMPLETE`` for somebody to evaluate it, ``EVALUATED`` for a
    decision; ``RETURNED`` is a decision too: the group may put it right and send it again.
    """

    SUBMITTED = "submitted", _("Asked for")
    INCOMPLETE = "incomplete", _("Something is missing")
    COMPLETE = "complete", _("Complete")
    ASSIGNED = "assigned", _("Being looked at")
    EVALUATED = "evaluated", _("Waits for a decision")
    GRANTED = "granted", _("Granted")
    PARTLY_GRANTED = "partly-granted", _("Granted in part")
    RETURNED = "returned", _("Sent back")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Taken back")


_S = CaseState

#: ``GRANTED`` goes back to ``COMPLETE`` where certified facts were changed; what was refused or granted in
#: part goes back to ``EVALUATED`` where an appeal was upheld.
TRANSITIONS: Final[Mapping[CaseState, frozenset[CaseState]]] = {
    _S.SUBMITTED: frozenset({_S.INCOMPLETE, _S.COMPLETE, _S.WITHDRAWN}),
    _S.INCOMPLETE: frozenset({_S.SUBMITTED, _S.WITHDRAWN}),
    _S.COMPLETE: frozenset({_S.ASSIGNED, _S.INCOMPLETE, _S.WITHDRAWN}),
    _S.ASSIGNED: frozenset({_S.EVALUATED, _S.COMPLETE, _S.WITHDRAWN}),
    _S.EVALUATED: frozenset({_S.GRANTED, _S.PARTLY_GRANTED, _S.RETURNED, _S.REFUSED, _S.ASSIGNED}),
    _S.GRANTED: frozenset({_S.COMPLETE}),
    _S.PARTLY_GRANTED: frozenset({_S.COMPLETE, _S.EVALUATED}),
    _S.RETURNED: frozenset({_S.SUBMITTED, _S.WITHDRAWN}),
    _S.REFUSED: frozenset({_S.EVALUATED}),
    _S.WITHDRAWN: frozenset(),
}

#: Somebody of the staff has something to do.
OPEN: Final = (_S.SUBMITTED, _S.COMPLETE, _S.ASSIGNED, _S.EVALUATED)
#: Its seller has something to do.
WITH_THE_SELLER: Final = (_S.INCOMPLETE, _S.RETURNED)
#: A certificate stands on it.
STANDS: Final = (_S.GRANTED, _S.PARTLY_GRANTED)


class Subject(TextChoices):
    PRODUCT = "product", _("All pieces of these goods")
    LOT = "lot", _("One batch")
    UNIT = "unit", _("One piece")


class Purpose(TextChoices):
    """Why there is this case; the last two follow an earlier one."""

    FIRST = "first", _("First certificate")
    RENEWAL = "renewal", _("Renewal")
    SURVEILLANCE = "surveillance", _("Surveillance")


class StepName(TextChoices):
    INSPECTION = "inspection", _("Visit")
    LABORATORY = "laboratory", _("Laboratory")


class StepState(TextChoices):
    NEEDED = "needed", _("To be done")
    DONE = "done", _("Done")
    NOT_NEEDED = "not-needed", _("Not needed")


class Outcome(TextChoices):
    GRANT = "grant", _("Grant")
    GRANT_PART = "grant-part", _("Grant part of the batch")
    RETURN = "return", _("Send back")
    REFUSE = "refuse", _("Refuse")


#: Where a decision leads.
LEADS_TO: Final[Mapping[Outcome, CaseState]] = {
    Outcome.GRANT: _S.GRANTED,
    Outcome.GRANT_PART: _S.PARTLY_GRANTED,
    Outcome.RETURN: _S.RETURNED,
    Outcome.REFUSE: _S.REFUSED,
}
GRANTS: Final = (Outcome.GRANT, Outcome.GRANT_PART)


class AppealState(TextChoices):
    ASKED = "asked", _("Asked for")
    UPHELD = "upheld", _("Upheld")
    DISMISSED = "dismissed", _("Dismissed")


class ComplaintState(TextChoices):
    OPEN = "open", _("Open")
    FOUNDED = "founded", _("Founded")
    UNFOUNDED = "unfounded", _("Unfounded")


class InterestKind(TextChoices):
    GROUP = "group", _("A group")
    VILLAGE = "village", _("A village")
