"""One case: what was sent, seen and measured, how it stands to the standard, and who may decide it."""

import uuid
from typing import Any, Final

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

import certification.cases.facade as cases
import certification.certificates.facade as certificates
import certification.inspection.facade as inspection
import certification.laboratory.facade as laboratory
import certification.standards.facade as standards
from certification.cases.facade import Case, CaseState, Outcome, StepName, StepState, Subject
from certification.desk.web.common import (
    OFFICERS,
    READERS,
    all_staff,
    readable_case,
    staff_of,
    stands_for,
)
from certification.desk.web.forms import AnswerForm, DecideForm, RetestForm, SendBackForm, WhyForm
from certification.desk.web.lines import evidence_of, history_rows, line_rows, timeline
from certification.desk.web.rows import kind_name, row_of
from jkrlm.kernel import clock
from jkrlm.kernel.forms import form_page
from jkrlm.people.facade import Role, User, for_roles, has_role, signed_in
from media.facade import PictureUnknown, evidence_answer
from sellers.registry.facade import groups_by_code

APPEAL_OUTCOMES: Final = [
    ("upheld", gettext_lazy("Upheld: somebody else decides again")),
    ("dismissed", gettext_lazy("Dismissed: the decision stands")),
]
MATERIALS: Final = [(each.value, each.label) for each in laboratory.Material]
_OUTCOME_WORDS: Final = {
    Outcome.GRANT: gettext_lazy("Issues the certificate"),
    Outcome.GRANT_PART: gettext_lazy("Issues it for so many of the batch"),
    Outcome.RETURN: gettext_lazy("The group can put it right"),
    Outcome.REFUSE: gettext_lazy("Closes the case, with an appeal in 30 days"),
}


@require_safe
@for_roles(*READERS)
def case(request: HttpRequest, number: str) -> HttpResponse:
    return case_page(request, readable_case(request, number))


def case_page(
    request: HttpRequest,
    found: Case,
    *,
    decide_form: DecideForm | None = None,
    back_form: SendBackForm | None = None,
    appeal_form: AnswerForm | None = None,
) -> HttpResponse:
    user = signed_in(request)
    version = standards.version(found.version_id)
    assessed = cases.assessment(found.number)
    told = cases.history(found.number)
    today = clock.today()
    samples = laboratory.samples_of(found.number)
    visit = inspection.visit_of(found.number)
    is_officer = has_role(user, *OFFICERS)
    refusal = cases.may_decide(found.number, user) if found.state is CaseState.EVALUATED else None
    appeals = cases.appeals(found.number)
    forms: list[Form] = [form for form in (decide_form, back_form, appeal_form) if form is not None]
    context: dict[str, Any] = {
        "case": found,
        "row": row_of(found, today=today, days=cases.working_days(on=today)),
        "kind": kind_name(found.kind),
        "version": version,
        "assessed": assessed,
        "lines": line_rows(assessed, cases.findings(found.number)),
        "evidence": evidence_of(found, version),
        "missing": _missing(found, version),
        "visit": visit,
        "photos": _visit_photos(found, visit),
        "samples": samples,
        "critical": tuple(dict.fromkeys(code for each in samples for code in each.critical_failed)),
        "certificates": certificates.certificates_of_case(found.number),
        "decisions": [
            (each, [cases.reason_label(code) for code in each.reasons])
            for each in cases.decisions(found.number)
        ],
        "appeals": appeals,
        "appeal_asked": next((each for each in appeals if each.state == cases.AppealState.ASKED), None),
        "complaints": cases.complaints(found.number),
        "planned": cases.calendar(found.number),
        "history": history_rows(told),
        "is_sealed": all(line.is_true for line in told),
        "timeline": timeline(told),
        "group": groups_by_code([found.group_code]).get(found.group_code),
        "may": is_officer,
        "refusal": refusal,
        **_acts(found, version, assessed, user, is_officer, decide_form, back_form, appeal_form),
        "next": _next(user, found) if is_officer else "",
    }
    return form_page(request, "cert_desk/case.html", context, *forms)


def outcomes_of(found: Case, assessed: standards.Assessment, *, every: bool = False) -> list[tuple[str, str]]:
    """Return what can be decided, in words; with ``every`` also what is refused with its reason."""
    told = []
    for outcome in Outcome:
        if outcome is Outcome.GRANT_PART and found.subject is not Subject.LOT:
            continue
        if outcome in (Outcome.GRANT, Outcome.GRANT_PART) and not assessed.passes and not every:
            continue
        words = str(outcome.label)
        if outcome is Outcome.GRANT and assessed.grade is not None:
            words = _("Grant: %(grade)s") % {"grade": assessed.grade.name}
        told.append((outcome.value, f"{words}. {_OUTCOME_WORDS[outcome]}"))
    return told


def asked_of(version: standards.Version) -> list[tuple[str, str]]:
    """Return what the standard asks a seller for, by code."""
    told = [(each.code, each.label) for each in version.evidence]
    return told + [(each.code, each.name) for each in version.parameters_from("declared")]


@require_safe
@for_roles(*READERS)
def photo(request: HttpRequest, number: str, kind: str, code: str, place: int) -> HttpResponse:
    """Show a photograph of a case that she may read: sent by the group, or taken at the visit."""
    found = readable_case(request, number)
    keys: tuple[str, ...]
    if kind == "visit":
        visit = inspection.visit_of(found.number)
        keys = tuple(each.picture_key for each in visit.photos) if visit is not None else ()
    else:
        held = found.photo_keys if kind == "photo" else found.document_keys
        keys = held.get(code, ())
    if place >= len(keys):
        raise Http404
    try:
        answer = evidence_answer(
            request, keys[place], 1024 if "large" in request.GET else 320, whole="large" in request.GET
        )
    except PictureUnknown as unknown:
        raise Http404 from unknown
    return answer  # type: ignore[return-value]


def _acts(
    found: Case,
    version: standards.Version,
    assessed: standards.Assessment,
    user: User,
    is_officer: bool,
    decide_form: DecideForm | None,
    back_form: SendBackForm | None,
    appeal_form: AnswerForm | None,
) -> dict[str, Any]:
    """Return the forms for what an officer may do with the case as it is; none for who looks on."""
    if not is_officer:
        return {}
    told: dict[str, Any] = {"officers": staff_of(all_staff(), Role.OFFICER)}
    if found.state in (CaseState.SUBMITTED, CaseState.COMPLETE):
        told["back_form"] = back_form or SendBackForm(
            asked=asked_of(version), initial={"missing": found.missing}
        )
        told["may_complete"] = found.state is CaseState.SUBMITTED and not found.missing
    if found.state in (CaseState.COMPLETE, CaseState.ASSIGNED):
        told["candidates"] = cases.candidates(found.number)
        told["needs_visit"] = found.step(StepName.INSPECTION) is StepState.NEEDED
    if found.state is CaseState.EVALUATED or decide_form is not None:
        told["decide_form"] = decide_form or DecideForm(
            outcomes=outcomes_of(found, assessed), initial={"key": uuid.uuid4().hex}
        )
    if found.state in (CaseState.EVALUATED, CaseState.ASSIGNED):
        told["may_visit_again"] = found.step(StepName.INSPECTION) is StepState.DONE
        told["visit_form"] = WhyForm(prefix=None)
        told["retest_form"] = _retest_form(found)
    if found.state in (CaseState.REFUSED, CaseState.PARTLY_GRANTED):
        told["appeal_refusal"] = cases.may_answer_appeal(found.number, user)
        told["appeal_form"] = appeal_form or AnswerForm(outcomes=APPEAL_OUTCOMES, auto_id="appeal_%s")
    return told


def _retest_form(found: Case) -> RetestForm | None:
    """Return the form for the newest closed sample whose retest is not ordered yet."""
    closed = [each for each in laboratory.samples_of(found.number) if not each.is_retest_ordered]
    if not closed or found.step(StepName.LABORATORY) is StepState.NOT_NEEDED:
        return None
    initial = {"key": uuid.uuid4(), "sample": closed[-1].number}
    return RetestForm(materials=MATERIALS, initial=initial, auto_id="retest_%s")


def _missing(found: Case, version: standards.Version) -> list[str]:
    labels = dict(asked_of(version))
    return [labels.get(code, code) for code in found.missing]


def _visit_photos(
    found: Case, visit: inspection.VisitReport | None
) -> list[tuple[inspection.VisitPhoto, str]]:
    if visit is None:
        return []
    return [
        (each, reverse("cert_desk:photo", args=[found.number, "visit", "v", place]))
        for place, each in enumerate(visit.photos)
    ]


def _next(user: User, found: Case) -> str:
    """Return the case that is due next among hers; empty where this is the only one."""
    users = stands_for(user, all_staff())
    mine = cases.cases(cases.CaseFilter(tab="mine", users=users))
    return next((each.number for each in mine.rows if each.number != found.number), "")
