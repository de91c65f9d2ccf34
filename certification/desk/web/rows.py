"""Cases as rows for the page: state in a word and a tint, its clock in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

import certification.cases.facade as cases
from catalogue.facade import kind_of
from certification.cases.facade import Case, CaseState, StepName, StepState

#: Stages by the queue's names for them.
STAGES: Final[dict[str, Promise]] = {
    "new": gettext_lazy("New"),
    "inspector": gettext_lazy("With inspector"),
    "laboratory": gettext_lazy("At laboratory"),
    "ready": gettext_lazy("Ready to decide"),
    "back": gettext_lazy("With the group"),
}
_WORDS: Final[dict[CaseState, tuple[Promise, str]]] = {
    CaseState.SUBMITTED: (gettext_lazy("New"), "off"),
    CaseState.INCOMPLETE: (gettext_lazy("Something is missing"), "warn"),
    CaseState.COMPLETE: (gettext_lazy("Complete, nobody visits yet"), "off"),
    CaseState.EVALUATED: (gettext_lazy("Ready to decide"), "ok"),
    CaseState.GRANTED: (gettext_lazy("Granted"), "ok"),
    CaseState.PARTLY_GRANTED: (gettext_lazy("Granted in part"), "ok"),
    CaseState.RETURNED: (gettext_lazy("Sent back"), "warn"),
    CaseState.REFUSED: (gettext_lazy("Refused"), "err"),
    CaseState.WITHDRAWN: (gettext_lazy("Taken back"), "off"),
}
#: What happened, in words.
WHAT: Final[dict[str, Promise]] = {
    "applied": gettext_lazy("Asked for a certificate"),
    "opened": gettext_lazy("Opened by the desk"),
    "sent-back": gettext_lazy("Sent back: something is missing"),
    "completed": gettext_lazy("Completed by the group"),
    "complete": gettext_lazy("Found complete"),
    "assigned": gettext_lazy("Given to an inspector"),
    "handed-over": gettext_lazy("Handed over to another inspector"),
    "given-back": gettext_lazy("Taken from its inspector"),
    "held": gettext_lazy("Held at the desk by"),
    "found": gettext_lazy("Values written down"),
    "taken-back": gettext_lazy("Values taken back"),
    "inspection-done": gettext_lazy("Visit closed"),
    "laboratory-done": gettext_lazy("Laboratory done"),
    "inspection-again": gettext_lazy("Another visit ordered"),
    "laboratory-again": gettext_lazy("Retest ordered"),
    "decided": gettext_lazy("Decided"),
    "appealed": gettext_lazy("Appealed"),
    "appeal-upheld": gettext_lazy("Appeal upheld"),
    "appeal-dismissed": gettext_lazy("Appeal dismissed"),
    "reopened": gettext_lazy("Reopened: certified facts were changed"),
    "facts-changed": gettext_lazy("Facts of the goods were changed"),
    "complained": gettext_lazy("Somebody complained"),
    "complaint-answered": gettext_lazy("Complaint answered"),
    "withdrawn": gettext_lazy("Taken back by the group"),
}


@dataclass(frozen=True, slots=True)
class Age:
    """How long it takes, in words; ``tint`` is late, soon or empty; ``share`` of its time, in hundredths."""

    words: str
    tint: str
    share: int
    detail: str


@dataclass(frozen=True, slots=True)
class Row:
    case: Case
    kind: str
    stage: str
    tint: str
    age: Age
    holder: str


def row_of(found: Case, *, today: date, days: cases.WorkingDays) -> Row:
    stage, tint = stage_of(found)
    holder = found.officer_name
    if found.state is CaseState.ASSIGNED and found.step(StepName.INSPECTION) is StepState.NEEDED:
        holder = found.inspector_name or holder
    return Row(found, kind_name(found.kind), stage, tint, age_of(found, today=today, days=days), holder)


def rows_of(found: Iterable[Case], *, today: date, days: cases.WorkingDays) -> list[Row]:
    return [row_of(each, today=today, days=days) for each in found]


def stage_of(found: Case) -> tuple[str, str]:
    if found.state is CaseState.ASSIGNED:
        if found.is_at_laboratory:
            return str(STAGES["laboratory"]), "wait"
        return str(STAGES["inspector"]), "wait"
    words, tint = _WORDS[found.state]
    return str(words), tint


def age_of(found: Case, *, today: date, days: cases.WorkingDays) -> Age:
    held = cases.clock_of(
        due_on=found.due_on,
        allowed=found.days_allowed,
        paused_on=found.paused_on,
        today=today,
        days=days,
    )
    detail = _("%(used)s of %(allowed)s days") % {"used": held.used, "allowed": held.allowed}
    if found.state not in (
        CaseState.SUBMITTED,
        CaseState.COMPLETE,
        CaseState.ASSIGNED,
        CaseState.EVALUATED,
        CaseState.INCOMPLETE,
        CaseState.RETURNED,
    ):
        return Age(_("Answered"), "", 100, "")
    if held.stands or found.state in (CaseState.INCOMPLETE, CaseState.RETURNED):
        return Age(_("Its clock stands"), "", held.share, detail)
    if held.left < 0:
        words = ngettext("%(n)s day late", "%(n)s days late", held.late) % {"n": held.late}
        return Age(words, "late", 100, detail)
    if held.left == 0:
        return Age(_("Due today"), "soon", held.share, detail)
    words = ngettext("%(n)s day left", "%(n)s days left", held.left) % {"n": held.left}
    return Age(words, "soon" if held.left == 1 else "", held.share, detail)


def kind_name(slug: str) -> str:
    kind = kind_of(slug)
    return kind.name if kind is not None else slug


def what(code: str) -> str:
    return str(WHAT.get(code, code))
