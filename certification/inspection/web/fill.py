"""The report as a plain form: for whoever sits before a computer, or whose browser runs no script."""

import hashlib
import uuid
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certification.inspection.errors import BadReport, VisitUnknown
from certification.inspection.facts import facts_of
from certification.inspection.models import Visit
from certification.inspection.selectors import visit_of_hers
from certification.inspection.services.keep_photo import drop_photo, keep_photo
from certification.inspection.services.send_report import send_report
from certification.inspection.states import Outcome, QuantityUnit, VisitState
from certification.inspection.web.common import INSPECTORS, form_view
from certification.inspection.web.read import as_uuid, from_form
from jkrlm.kernel.clock import now
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page
from jkrlm.people.facade import for_roles, signed_in
from media.facade import FilesUnavailable

_OTHER: Final = "other"


@form_view
@for_roles(*INSPECTORS)
def fill(request: HttpRequest, number: int) -> HttpResponse:
    """
    Fill in the report of a visit of her own.

    Photographs are kept as soon as they come, so that a form which is refused for something else does not
    lose them.
    """
    found = _hers(request, number)
    if request.method != "POST":
        if found.state != VisitState.OPEN:
            return redirect("cert_inspection:visit", number=number)
        return _form_page(request, found, key=uuid.uuid4(), errors={})
    key = as_uuid(request.POST.get("key")) or uuid.uuid4()
    errors = _keep_photos(request, found)
    if not errors and "keep" in request.POST:
        return _form_page(request, found, key=key, errors={})
    if not errors:
        try:
            send_report(number=number, given=from_form(request.POST, key), by=signed_in(request), now=now())
        except BadReport as bad:
            errors = bad.errors
        except DomainError as refusal:
            errors = {"": refusal.message}
        else:
            messages.success(request, _("The report is kept. What you found is with the case."))
            return redirect("cert_inspection:visit", number=number)
    return _form_page(request, found, key=key, errors=errors, refused=True)


@require_POST
@for_roles(*INSPECTORS)
def drop(request: HttpRequest, number: int, file: UUID) -> HttpResponse:
    """Leave a photograph out again."""
    _hers(request, number)
    try:
        drop_photo(number=number, file=file, by=signed_in(request))
    except DomainError as refusal:
        messages.warning(request, refusal.message)
        return redirect("cert_inspection:visit", number=number)
    return redirect("cert_inspection:fill", number=number)


def _hers(request: HttpRequest, number: int) -> Visit:
    try:
        return visit_of_hers(number, signed_in(request))
    except VisitUnknown as unknown:
        raise Http404(unknown.message) from unknown


def _keep_photos(request: HttpRequest, found: Visit) -> dict[str, str]:
    """Keep what came with the form; the same picture for the same thing is the same file."""
    for name in request.FILES:
        code = name.removeprefix("photo-")
        for upload in request.FILES.getlist(name):
            try:
                _keep(request, found, upload, "" if code == _OTHER else code)
            except FilesUnavailable as away:
                return {f"photo-{code}": away.message}
            except DomainError as refusal:
                return {f"photo-{code}": refusal.message}
    return {}


def _keep(request: HttpRequest, found: Visit, upload: UploadedFile, code: str) -> None:
    data = upload.read()
    file = uuid.uuid5(uuid.NAMESPACE_OID, f"{found.pk}:{code}:{hashlib.sha256(data).hexdigest()}")
    keep_photo(number=found.pk, file=file, data=data, code=code[:60], by=signed_in(request), now=now())


def _form_page(
    request: HttpRequest, found: Visit, *, key: UUID, errors: dict[str, str], refused: bool = False
) -> HttpResponse:
    facts = facts_of(found.case_number)
    typed = request.POST
    is_whole = found.purpose == "inspection"
    kept = list(found.photos.order_by("pk"))
    context: dict[str, Any] = {
        "visit": found,
        "case": facts.case,
        "facts": facts,
        "key": key,
        "errors": errors,
        "lines": [
            {
                "asked": each,
                "value": typed.get(f"answer-{each.code}", ""),
                "note": typed.get(f"note-{each.code}", ""),
                "error": errors.get(f"answer-{each.code}", ""),
            }
            for each in (facts.asked if is_whole else ())
        ],
        "photographs": [
            {
                "code": code,
                "label": label,
                "required": required,
                "kept": [each for each in kept if each.code == code],
                "error": errors.get(f"photo-{code}", ""),
            }
            for code, label, required in (
                *(facts.photographs if is_whole else ()),
                (_OTHER, _("More"), False),
            )
        ],
        "loose": [each for each in kept if each.code not in {code for code, _l, _r in facts.photographs}],
        "outcomes": Outcome.choices,
        "units": QuantityUnit.choices,
        "wants_sample": facts.needs_sample or not is_whole,
        "plan": facts.plan if is_whole else None,
        "typed": typed,
    }
    answer = form_page(request, "cert_inspection/fill.html", context)
    if refused:
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return answer
