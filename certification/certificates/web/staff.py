"""The desk of certificates: the register, one certificate, its papers; an officer suspends and withdraws."""

import uuid
from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

import certification.cases.facade as cases
from certification.certificates import facade, register, selectors
from certification.certificates.contracts import Certificate
from certification.certificates.credentials.addresses import certificate_url, passport_url
from certification.certificates.documents.case_file import case_file_pdf, case_file_zip
from certification.certificates.documents.certificate_pdf import certificate_pdf
from certification.certificates.documents.register_files import csv_lines, xlsx
from certification.certificates.errors import CertificateUnknown
from certification.certificates.models import Credential
from certification.certificates.states import TRANSITIONS, Bearer, CertificateState
from certification.certificates.web.forms import ActForm, ReinstateForm, SearchForm, SuspendForm, WithdrawForm
from jkrlm.kernel.clock import now
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page, tell
from jkrlm.people.facade import Role, User, audit, for_roles, has_role, signed_in

OFFICERS: Final = (Role.OFFICER,)
#: The administrator looks on, and decides nothing.
DESK: Final = (Role.OFFICER, Role.ADMINISTRATOR)
BADGES: Final = {"valid": "ok", "suspended": "warn", "withdrawn": "err", "expired": "off"}
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LANGUAGES: Final = frozenset({"en", "hi", "ur"})
_FORMS: Final[dict[str, tuple[type[ActForm], CertificateState]]] = {
    "suspend": (SuspendForm, CertificateState.SUSPENDED),
    "reinstate": (ReinstateForm, CertificateState.VALID),
    "withdraw": (WithdrawForm, CertificateState.WITHDRAWN),
}


@require_safe
@for_roles(*DESK)
def desk(request: HttpRequest) -> HttpResponse:
    """The register."""
    form = _asked(request)
    found = register.search(form.search(), before=_before(request))
    given = {name: str(value) for name, value in request.GET.items() if value and name != "before"}
    context = {
        "form": form,
        "rows": [_shown(each) for each in found.rows],
        "following": urlencode({**given, "before": str(found.following)}) if found.following else "",
        "asked": urlencode(given),
        "counts": [
            (CertificateState(state).label, state, count) for state, count in register.counts().items()
        ],
    }
    return form_page(request, "certificates/desk.html", context, form)


@require_safe
@for_roles(*DESK)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """What the register shows now, as a file."""
    form = _asked(request)
    rows = register.every(form.search())
    audit(
        actor=signed_in(request),
        verb="cert.register-exported",
        target="certificates",
        after={"asked": request.GET.urlencode()[:300]},
    )
    if kind == "csv":
        answer = HttpResponse("".join(csv_lines(rows)), content_type="text/csv; charset=utf-8")
    else:
        answer = HttpResponse(xlsx(rows), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="certificates.{kind}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*DESK)
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """One certificate; an officer may suspend, reinstate or withdraw it here."""
    held = _found(number)
    may = has_role(request.user, *OFFICERS)
    forms = _forms(held) if may else {}
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        name = request.POST.get("act", "")
        if name not in _FORMS:
            raise Http404
        form = _FORMS[name][0](request.POST)
        if form.is_valid():
            try:
                done = _act(name, held.number, form, signed_in(request))
            except DomainError as refusal:
                tell(form, refusal)
            else:
                messages.success(
                    request,
                    _("%(number)s is now: %(state)s.")
                    % {"number": done.number, "state": CertificateState(done.state).label},
                )
                return redirect("cert_certificates:certificate", number=done.number)
        forms[name] = form
    return _certificate_page(request, held, forms)


@require_safe
@for_roles(*DESK)
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    language = request.GET.get("language", "en")
    row = _row(number)
    made = certificate_pdf(row, language if language in _LANGUAGES else "en")
    return _file(made, f"{row.number}-{language[:2]}.pdf", "application/pdf", inline=True)


@require_safe
@for_roles(*DESK)
def case_file(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The case file, redacted, for an information request; each is in the audit."""
    make: Callable[..., bytes] = case_file_pdf if kind == "pdf" else case_file_zip
    try:
        made = make(number, now=now())
    except cases.CaseUnknown as unknown:
        raise Http404(unknown.message) from unknown
    audit(actor=signed_in(request), verb="cert.case-file-made", target=f"case {number}", after={"as": kind})
    media = "application/pdf" if kind == "pdf" else "application/zip"
    return _file(made, f"case-{number}.{kind}", media)


def _act(name: str, number: str, form: ActForm, user: User) -> Certificate:
    given = form.cleaned_data
    reason, key, words = given["reason"], given["key"], given["words"]
    if name == "suspend":
        return facade.suspend(number, reason, user, key, words=words)
    if name == "reinstate":
        return facade.reinstate(number, reason, user, key, words=words)
    return facade.withdraw(number, reason, given["bearer"], user, key, words=words)


def _forms(held: Certificate) -> dict[str, ActForm]:
    """Return the forms of what is possible from where it stands."""
    return {
        name: form(initial={"key": uuid.uuid4().hex})
        for name, (form, to) in _FORMS.items()
        if to in TRANSITIONS[held.state]
    }


def _certificate_page(request: HttpRequest, held: Certificate, forms: dict[str, ActForm]) -> HttpResponse:
    row = _row(held.number)
    signed = Credential.objects.filter(certificate=row).order_by("-id").defer("token")
    context = {
        **_shown(held),
        "row": row,
        "changes": [
            {
                "change": each,
                "state": CertificateState(each.state).label,
                "bearer": Bearer(each.bearer).label if each.bearer else "",
            }
            for each in selectors.changes_of(held.number)
        ],
        "forms": forms,
        "public": certificate_url(held.number),
        "passport": passport_url(held.number),
        "signed": [{"kind": each.kind.upper(), "key": each.key_id, "at": each.signed_at} for each in signed],
        "may": has_role(request.user, *OFFICERS),
    }
    return form_page(request, "certificates/certificate.html", context, *forms.values())


def _shown(held: Certificate) -> dict[str, Any]:
    return {
        "certificate": held,
        "state": CertificateState(held.state).label,
        "badge": BADGES[held.state],
    }


def _asked(request: HttpRequest) -> SearchForm:
    form = SearchForm(request.GET, standards=register.standards_in_use())
    form.is_valid()
    return form


def _before(request: HttpRequest) -> int | None:
    text = request.GET.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _found(number: str) -> Certificate:
    try:
        return selectors.certificate(number)
    except CertificateUnknown as unknown:
        raise Http404(unknown.message) from unknown


def _row(number: str) -> Any:
    try:
        return selectors.row_of(number)
    except CertificateUnknown as unknown:
        raise Http404(unknown.message) from unknown


def _file(made: bytes, name: str, media: str, *, inline: bool = False) -> HttpResponse:
    answer = HttpResponse(made, content_type=media)
    answer["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
