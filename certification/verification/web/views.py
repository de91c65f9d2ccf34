"""What a buyer sees who scans or types the code of a label. Works without JavaScript and without a cookie."""

import uuid
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

import certification.cases.facade as cases
import certification.labels.facade as labels
from certification.verification import scans, selectors
from certification.verification.contracts import Verdict, Why, Word
from certification.verification.web import rows
from certification.verification.web.forms import PROBLEMS, ReportForm
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import tell
from jkrlm.people.facade import Limit, TooManyAttempts, count_attempt, network_of

#: Guessing: only codes that do not exist are counted, so a village behind one address reads its labels.
MISSES: Final = Limit("verify-miss", 40, timedelta(minutes=15))
REPORTS: Final = Limit("verify-report", 20, timedelta(hours=1))
#: The browser's part of "true within 5 seconds"; ours is selectors.FRESH_SECONDS.
_MAX_AGE: Final = 2


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """The form; a typed code leads to its page."""
    typed = request.GET.get("no", "")[:300]
    code = labels.plain(typed)
    if code:
        return redirect("cert_verification:label", code=code)
    return render(request, "cert_verification/check.html", {"typed": typed})


@require_safe
def label(request: HttpRequest, code: str) -> HttpResponse:
    plain = labels.plain(code)
    if not plain:
        return redirect("cert_verification:check")
    if plain != code:
        return redirect("cert_verification:label", code=plain)
    found = selectors.verdict(plain, today=clock.today())
    if found.why in (Why.NO_SUCH_LABEL, Why.MISTYPED):
        return _missed(request, found)
    response = _page(request, found, HTTPStatus.OK)
    if request.method == "GET":
        _count(request, response, plain)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, code: str) -> HttpResponse:
    """A problem becomes a complaint, which an officer answers. Any code may be reported, unknown ones too."""
    plain = labels.plain(request.GET.get("code", "") if code == "-" else code)
    if not plain:
        return redirect("cert_verification:check")
    if code != plain:
        what = request.GET.get("what", "")
        query = f"?what={what}" if what in PROBLEMS else ""
        return redirect(reverse("cert_verification:report", args=[plain]) + query)
    found = selectors.verdict(plain, today=clock.today())
    if request.method != "POST":
        form = ReportForm(initial={"key": uuid.uuid4(), "what": request.GET.get("what", "")})
        return _report_page(request, found, form, HTTPStatus.OK)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _report_page(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    typed = form.cleaned_data
    try:
        count_attempt(REPORTS, subject=network_of(request), now=clock.now())
        made = cases.complain(
            typed["key"].hex,
            f"{PROBLEMS[typed['what']]}. {typed['words']}".strip(),
            contact=typed["contact"],
            certificate_number=found.certificate_number,
            product_id=found.product_id,
            group_code=found.group_code,
            label_code=plain[:20],
        )
    except TooManyAttempts as refusal:
        tell(form, refusal)
        return _report_page(request, found, form, HTTPStatus.TOO_MANY_REQUESTS)
    except DomainError as refusal:
        tell(form, refusal)
        return _report_page(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    words = _("Thank you. Your report has the number %(number)s.") % {"number": made.number}
    messages.success(request, words)
    return redirect("cert_verification:label", code=plain)


def _report_page(request: HttpRequest, found: Verdict, form: ReportForm, status: HTTPStatus) -> HttpResponse:
    context = {"verdict": found, "form": form}
    return render(request, "cert_verification/report.html", context, status=status)


def _missed(request: HttpRequest, found: Verdict) -> HttpResponse:
    """A code that does not exist: counted, and refused when there were too many from one network."""
    try:
        count_attempt(MISSES, subject=network_of(request), now=clock.now())
    except TooManyAttempts as refusal:
        response = render(
            request,
            "cert_verification/check.html",
            {"typed": found.shown, "refusal": refusal.message},
            status=HTTPStatus.TOO_MANY_REQUESTS,
        )
        response["Retry-After"] = str(refusal.params["seconds"])
        return response
    return _page(request, found, HTTPStatus.NOT_FOUND)


def _count(request: HttpRequest, response: HttpResponse, code: str) -> None:
    """Count the device that looks; a new one gets its number. No address is kept."""
    device = request.COOKIES.get(scans.COOKIE, "")
    today = clock.today()
    if device:
        mark = scans.mark_of(code, device)
        _found, _often, is_known = scans.scans_of(code, today=today, mark=mark)
        if is_known:
            return
    else:
        device = scans.new_device()
        mark = scans.mark_of(code, device)
        response.set_cookie(
            scans.COOKIE,
            device,
            max_age=scans.COOKIE_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    scans.add_scan(code, mark, network=network_of(request), today=today)


def _page(request: HttpRequest, found: Verdict, status: HTTPStatus) -> HttpResponse:
    response = render(
        request,
        "cert_verification/label.html",
        {
            "verdict": found,
            "icon_name": rows.icon_of(found.word),
            "is_good": rows.is_good(found),
            "is_unknown": found.word == Word.UNKNOWN,
            "what_to_do": rows.what_to_do(found),
            "shown": replace(found.product, unit="") if found.product else None,
            "maker": tuple(rows.maker_rows(found)),
            "certificate": rows.certificate_rows(found),
            "passed": sum(1 for each in found.results if each.passes),
            "problems": tuple(PROBLEMS.items()),
        },
        status=status,
    )
    response["Cache-Control"] = f"private, max-age={_MAX_AGE}" if status == HTTPStatus.OK else "no-store"
    return response
