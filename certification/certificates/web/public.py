"""
What machines and buyers fetch without an account: credentials, status lists, the issuer's keys, standards.

One address serves a page to people and a signed credential to programs. Each answer may be kept for four
seconds, so that a suspension is known everywhere within five.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

import certification.standards.facade as standards
from certification.certificates import selectors
from certification.certificates.credentials.addresses import certificate_url, passport_url, pdf_url
from certification.certificates.credentials.did import did_document
from certification.certificates.credentials.documents import for_proof
from certification.certificates.credentials.signing import as_jwt, payload_of, with_proof
from certification.certificates.credentials.status_lists import KEPT_SECONDS, list_credential
from certification.certificates.documents.certificate_pdf import certificate_pdf
from certification.certificates.errors import CertificateUnknown, KeyMissing
from certification.certificates.models import Certificate, Credential, StatusList
from certification.certificates.services.sign import signer_now
from certification.certificates.spoken import in_her_language
from certification.certificates.states import CertificateState
from certification.certificates.web.negotiation import HTML, JSON, VC, VC_JWT, VC_OLD, chosen
from jkrlm.kernel.clock import now

_BADGES: Final = {"valid": "ok", "suspended": "warn", "withdrawn": "err", "expired": "off"}
logger = logging.getLogger(__name__)
_LANGUAGES: Final = frozenset({"en", "hi", "ur"})


def _signed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say 503 where nothing can be signed: an unsigned answer would be taken for a bad one."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except KeyMissing as missing:
            logger.error("%s", missing.message)
            text = "This cannot be signed at present. Try again in a minute.\n"
            answer = HttpResponse(text, status=503, content_type="text/plain; charset=utf-8")
            answer["Retry-After"] = "60"
            return answer

    return answered


@require_safe
@_signed
def did(_request: HttpRequest) -> HttpResponse:
    """Return the DID document of the issuer (did:web)."""
    signer_now(now=now())
    return _open(_json(did_document(), "application/did+json"))


@require_safe
@_signed
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """A certificate: a page for people, its conformity credential for programs."""
    row = _row(number)
    return _negotiated(request, row, "dcc", lambda: _page(request, row))


@require_safe
@_signed
def passport(request: HttpRequest, number: str) -> HttpResponse:
    """The product passport of what a certificate covers; people read the certificate's page."""
    row = _row(number)
    return _negotiated(request, row, "dpp", lambda: _page(request, row))


@require_safe
def credential_file(_request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The credential as a file, for people who hand it on."""
    row = _row(number)
    answer = _open(HttpResponse(_newest(row, kind).token, content_type=VC_JWT))
    answer["Content-Disposition"] = f'attachment; filename="{row.number}-{kind}.jwt"'
    return answer


@require_safe
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    row = _row(number)
    language = request.GET.get("language", "")
    language = language if language in _LANGUAGES else _language(request)
    answer = HttpResponse(certificate_pdf(row, language), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{row.number}-{language}.pdf"'
    answer["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return answer


@require_safe
@_signed
def status_list(request: HttpRequest, purpose: str, number: int) -> HttpResponse:
    """One status list as a signed credential."""
    row = StatusList.objects.filter(purpose=purpose, number=number).first()
    if row is None:
        raise Http404
    moment = now()
    signer = signer_now(now=moment)
    etag = f'"{row.purpose}-{row.number}-{row.edition}-{signer.kid[:8]}-{moment:%Y%m%d%H}"'
    unsigned = list_credential(row, issuer_name=settings.CERT_ISSUER_NAME, now=moment)
    wanted = chosen(request.headers.get("Accept", ""), (VC_JWT, VC, *VC_OLD, JSON, HTML))
    if wanted is None:
        return _not_acceptable()
    if wanted in (VC, *VC_OLD):
        return _kept(request, _json(with_proof(unsigned, signer, now=moment), wanted), etag[:-1] + '-vc"')
    if wanted in (JSON, HTML):
        return _kept(request, _json(unsigned, JSON), etag[:-1] + '-plain"')
    return _kept(request, HttpResponse(as_jwt(unsigned, signer), content_type=VC_JWT), etag)


@require_safe
def standard(request: HttpRequest, number: str) -> HttpResponse:
    """What a standard asks: where the criteria of credentials lead."""
    try:
        version = standards.version_by_number(number)
    except standards.VersionUnknown as unknown:
        raise Http404(unknown.message) from unknown
    rows = [
        {"parameter": each, "asked": standards.limit_text(each, version.grades)}
        for each in version.parameters
    ]
    return _open(render(request, "certificates/standard.html", {"version": version, "rows": rows}))


def _row(number: str) -> Certificate:
    try:
        return selectors.row_of(number)
    except CertificateUnknown as unknown:
        raise Http404(unknown.message) from unknown


def _newest(row: Certificate, kind: str) -> Credential:
    found = Credential.objects.filter(certificate=row, kind=kind).order_by("-id").first()
    if found is None:
        raise Http404
    return found


def _negotiated(
    request: HttpRequest, row: Certificate, kind: str, page: Callable[[], HttpResponse]
) -> HttpResponse:
    wanted = chosen(request.headers.get("Accept", ""), (VC_JWT, HTML, VC, *VC_OLD, JSON))
    if wanted is None:
        return _not_acceptable()
    if wanted == HTML:
        answer = page()
        answer["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
        patch_vary_headers(answer, ("Accept", "Accept-Language", "Cookie"))
        return answer
    held = _newest(row, kind)
    etag = f'"{kind}-{held.pk}-{wanted}"'
    if wanted == VC_JWT:
        return _kept(request, HttpResponse(held.token, content_type=VC_JWT), etag)
    payload = payload_of(held.token)
    if wanted == JSON:
        return _kept(request, _json(payload, JSON), etag)
    signer = signer_now(now=now())
    signed = with_proof(for_proof(payload, row), signer, now=held.signed_at)
    return _kept(request, _json(signed, wanted), f'{etag[:-1]}-{signer.kid[:8]}"')


def _page(request: HttpRequest, row: Certificate) -> HttpResponse:
    held = in_her_language(selectors.described(row))
    context = {
        "certificate": held,
        "state": CertificateState(held.state).label,
        "badge": _BADGES[held.state],
        "standard": row.version_number,
        "place": ", ".join(part for part in (row.facts.get("village"), row.facts.get("district")) if part),
        "credential": certificate_url(row.number),
        "passport": passport_url(row.number),
        "pdf": pdf_url(row.number),
    }
    return render(request, "certificates/public.html", context)


def _json(value: Any, media: str) -> HttpResponse:
    return HttpResponse(orjson.dumps(value), content_type=media)


def _kept(request: HttpRequest, answer: HttpResponse, etag: str) -> HttpResponse:
    if request.headers.get("If-None-Match") == etag:
        answer = HttpResponse(status=304)
    answer["ETag"] = etag
    return _open(answer)


def _open(answer: HttpResponse) -> HttpResponse:
    """Let any site read it: verifiers run in other people's pages too."""
    answer["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    answer["Access-Control-Allow-Origin"] = "*"
    answer["X-Content-Type-Options"] = "nosniff"
    patch_vary_headers(answer, ("Accept",))
    return answer


def _not_acceptable() -> HttpResponse:
    text = f"This is served as {VC_JWT}, {VC}, application/json and as a page.\n"
    return HttpResponse(text, status=406, content_type="text/plain; charset=utf-8")


def _language(request: HttpRequest) -> str:
    code = str(getattr(request, "LANGUAGE_CODE", "en"))[:2]
    return code if code in _LANGUAGES else "en"
