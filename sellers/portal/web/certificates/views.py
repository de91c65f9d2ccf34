"""A group asks for a certificate, completes what is missing, appeals; in her own name or by a helper."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import certification.cases.facade as cases
import certification.lots.facade as lots
import certification.standards.facade as standards
from catalogue.facade import Listing, listings_of
from certification.cases.facade import Application, Case, CaseState
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from media.facade import PictureUnknown, evidence_answer
from sellers.portal.access import SellerRequest, for_sellers
from sellers.portal.facade import audit_act
from sellers.portal.web.certificates.form import (
    Sent,
    asked_of,
    keep_uploads,
    keys_of,
    lot_of,
    number_of,
    read,
)
from sellers.portal.web.certificates.rows import HERS, needs_certificate, row_of, told, waiting
from sellers.portal.web.frame import seller_page
from sellers.portal.web.goods.rows import find, hers_of
from sellers.portal.web.goods.whose import Hers, group_of, hers
from sellers.portal.web.goods.wish import as_uuid

_THUMB = 256


@require_safe
@for_sellers
def certificates(request: SellerRequest) -> HttpResponse:
    """Her cases and the goods that wait for one; a helper who acts for nobody sees those of all groups."""
    whose = hers(request.acting)
    codes = whose.codes if whose else request.acting.group_codes
    found = tuple(each for each in cases.cases_of(codes) if _is_hers(each, whose))
    goods: tuple[Listing, ...] = ()
    if whose is not None:
        goods = hers_of(listings_of(codes, person_id=whose.person_id), whose)
    rows = sorted((row_of(each) for each in found), key=lambda row: not row.is_hers)
    context = {"rows": rows, "waiting": waiting(goods, found), "may_ask": whose is not None}
    return seller_page(request, "portal/certificates/list.html", context, here="certificates")


@require_http_methods(["GET", "HEAD", "POST"])
@for_sellers
def ask(request: SellerRequest, listing_id: int) -> HttpResponse:
    """The form for one of her goods: what its standard asks for."""
    whose = hers(request.acting)
    if whose is None:
        here = reverse("portal:certificate_ask", args=[listing_id])
        return redirect(f"{reverse('portal:behalf')}?{urlencode({'next': here})}")
    found = find(listing_id, codes=whose.codes, whose=whose)
    group_of(request.acting, found.group_code)
    version = standards.version_for(found.kind, on=clock.today())
    if version is None or not found.product_id:
        raise Http404
    key = as_uuid(request.POST.get("key", "")) or uuid4()
    if request.method != "POST":
        return _ask_page(request, found, version, Sent(quantity=str(found.quantity or 1)), key=key)
    sent = read(request.POST, version)
    mine = {"draft": key, "group_code": found.group_code, "person_id": whose.person_id}
    errors = keep_uploads(request, version, sent, **mine)  # type: ignore[arg-type]
    if errors or "look" in request.POST:
        return _ask_page(request, found, version, sent, key=key, errors=errors)
    try:
        with transaction.atomic():
            made = cases.apply(
                _application(request, found, version, sent, whose, key=key), request.acting.by()
            )
            audit_act(
                request.acting,
                verb="ask-certificate",
                target=f"case {made.number}",
                after={"listing": listing_id},
            )
    except DomainError as refusal:
        told_at = {_PLACES.get(refusal.field or "", refusal.field or ""): refusal.message}
        return _ask_page(request, found, version, sent, key=key, errors=told_at)
    messages.success(request, _sent(made))
    return redirect("portal:certificate_case", made.number)


@require_http_methods(["GET", "HEAD", "POST"])
@for_sellers
def one(request: SellerRequest, code: str) -> HttpResponse:
    """One case of hers: how it stands; where something is missing, the form to complete it."""
    whose = hers(request.acting)
    found = _case(request, code, whose)
    if request.method != "POST":
        return _case_page(request, found, whose)
    if whose is None:
        here = reverse("portal:certificate_case", args=[code])
        return redirect(f"{reverse('portal:behalf')}?{urlencode({'next': here})}")
    group_of(request.acting, found.group_code)
    version = standards.version(found.version_id)
    key = as_uuid(request.POST.get("key", "")) or uuid4()
    sent = read(request.POST, version)
    mine = {"draft": key, "group_code": found.group_code, "person_id": whose.person_id}
    errors = keep_uploads(request, version, sent, **mine)  # type: ignore[arg-type]
    if errors or "look" in request.POST:
        return _case_page(request, found, whose, sent=sent, key=key, errors=errors)
    try:
        with transaction.atomic():
            made = cases.supplement(
                code,
                request.acting.by(),
                key=key.hex,
                statements=sent.words,
                photo_keys=keys_of(version, sent, **mine, kind="photo"),  # type: ignore[arg-type]
                document_keys=keys_of(version, sent, **mine, kind="document"),  # type: ignore[arg-type]
            )
            audit_act(request.acting, verb="complete-certificate", target=f"case {code}")
    except DomainError as refusal:
        told_at = {refusal.field or "": refusal.message}
        return _case_page(request, found, whose, sent=sent, key=key, errors=told_at)
    messages.success(request, _sent(made))
    return redirect("portal:certificate_case", code)


@require_POST
@for_sellers
def take_back(request: SellerRequest, code: str) -> HttpResponse:
    whose = hers(request.acting)
    found = _case(request, code, whose)
    group_of(request.acting, found.group_code)
    try:
        with transaction.atomic():
            cases.withdraw(code, request.acting.by())
            audit_act(request.acting, verb="withdraw-certificate", target=f"case {code}")
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Taken back. Nobody looks at it any more."))
    return redirect("portal:certificate_case", code)


@require_POST
@for_sellers
def appeal(request: SellerRequest, code: str) -> HttpResponse:
    """Ask that others look at a decision again."""
    whose = hers(request.acting)
    found = _case(request, code, whose)
    group_of(request.acting, found.group_code)
    words = request.POST.get("words", "")[:4000].replace("\x00", "")
    try:
        with transaction.atomic():
            cases.ask_appeal(code, words, request.acting.by(), request.POST.get("key", "")[:64])
            audit_act(request.acting, verb="appeal-certificate", target=f"case {code}")
    except DomainError as refusal:
        return _case_page(
            request, found, whose, errors={f"appeal-{refusal.field or 'words'}": refusal.message}, words=words
        )
    messages.success(request, _("Written down. Somebody who had no part in it looks at it again."))
    return redirect("portal:certificate_case", code)


@require_safe
@for_sellers
def photo(request: SellerRequest, code: str, kind: str, name: str, place: int) -> HttpResponse:
    """A photograph that was sent with a case which she may see."""
    found = _case(request, code, hers(request.acting))
    held: Mapping[str, tuple[str, ...]] = found.photo_keys if kind == "photo" else found.document_keys
    keys = held.get(name, ())
    if place >= len(keys):
        raise Http404
    try:
        return evidence_answer(request, keys[place], _THUMB)  # type: ignore[return-value]
    except PictureUnknown as unknown:
        raise Http404 from unknown


#: Fields of cases and lots -> of the form.
_PLACES = {"name": "lot", "made_on": "made_on", "expires_on": "expires_on"}


def _application(
    request: SellerRequest,
    found: Listing,
    version: standards.Version,
    sent: Sent,
    whose: Hers,
    *,
    key: UUID,
) -> Application:
    lot_number, quantity = "", 1
    if version.subject == "product":
        quantity = number_of(sent, 0)
    elif version.subject == "lot":
        lot_number, quantity = lot_of(
            request,
            sent,
            key=key.hex,
            group_code=found.group_code,
            product_id=found.product_id,
            title=found.title,
            expires=version.expires,
        )
    mine = {"draft": key, "group_code": found.group_code, "person_id": whose.person_id}
    return Application(
        key=key.hex,
        group_code=found.group_code,
        person_id=whose.person_id,
        kind=found.kind,
        product_id=found.product_id,
        title=found.title,
        quantity=quantity,
        lot_number=lot_number,
        listing_id=found.id,
        statements=sent.words,
        photo_keys=keys_of(version, sent, **mine, kind="photo"),  # type: ignore[arg-type]
        document_keys=keys_of(version, sent, **mine, kind="document"),  # type: ignore[arg-type]
    )


def _ask_page(
    request: SellerRequest,
    found: Listing,
    version: standards.Version,
    sent: Sent,
    *,
    key: UUID,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    errors = errors or {}
    known = {f"{kind}-{each.code}" for each in version.evidence for kind in ("file", "say")}
    known |= {f"say-{each.code}" for each in version.parameters_from("declared")}
    known |= {"lot", "made_on", "expires_on", "quantity"}
    context: dict[str, Any] = {
        "listing": found,
        "version": version,
        "standard": _(version.title),
        "asked": asked_of(version, sent, draft=key, errors=errors),
        "sent": sent,
        "key": key,
        "errors": errors,
        "form_error": "; ".join(text for name, text in errors.items() if name not in known),
        "lots": [
            each
            for each in lots.lots_of_product(found.product_id)
            if each.state == lots.LotState.OPEN and each.group_code == found.group_code
        ]
        if version.subject == "lot"
        else (),
        "today": clock.today(),
        "needed": needs_certificate(found),
    }
    return seller_page(
        request,
        "portal/certificates/ask.html",
        {**context, "dock": ()},
        here="certificates",
        status=422 if errors else 200,
    )


def _case_page(
    request: SellerRequest,
    found: Case,
    whose: Hers | None,
    *,
    sent: Sent | None = None,
    key: UUID | None = None,
    errors: Mapping[str, str] | None = None,
    words: str = "",
) -> HttpResponse:
    errors = errors or {}
    version = standards.version(found.version_id)
    draft = key or uuid4()
    may = whose is not None
    mends = may and found.state in HERS
    shown = sent or Sent(words=dict(found.statements))
    context: dict[str, Any] = {
        "row": row_of(found),
        "case": found,
        "standard": _(version.title),
        "asked": asked_of(
            version, shown, draft=draft, errors=errors, missing=found.missing, only=_wanted(found)
        )
        if mends
        else (),
        "missing": [
            each.label for each in asked_of(version, Sent(), draft=draft, errors={}, only=found.missing)
        ],
        "key": draft,
        "told": told(found),
        "appeals": cases.appeals(found.number),
        "may_appeal": may and not cases.why_no_appeal(found.number),
        "may_take_back": may and found.state not in _TOO_LATE,
        "appeal_words": words,
        "errors": errors,
        "form_error": errors.get("", "") or errors.get("key", ""),
        "is_over": found.state in (CaseState.GRANTED, CaseState.PARTLY_GRANTED),
    }
    return seller_page(
        request,
        "portal/certificates/case.html",
        context,
        here="certificates",
        status=422 if errors else 200,
    )


_TOO_LATE = (
    CaseState.EVALUATED,
    CaseState.GRANTED,
    CaseState.PARTLY_GRANTED,
    CaseState.REFUSED,
    CaseState.WITHDRAWN,
)


def _wanted(found: Case) -> tuple[str, ...] | None:
    """What is asked for again: what is missing; all of it where that was not said, or it was sent back."""
    return found.missing if found.state is CaseState.INCOMPLETE and found.missing else None


def _case(request: SellerRequest, code: str, whose: Hers | None) -> Case:
    """Return a case of her groups. Raises Http404, for another's as for none."""
    codes = whose.codes if whose else request.acting.group_codes
    try:
        found = cases.case(code)
    except cases.CaseUnknown as unknown:
        raise Http404 from unknown
    if found.group_code not in codes or not _is_hers(found, whose):
        raise Http404
    return found


def _is_hers(found: Case, whose: Hers | None) -> bool:
    """A helper sees, of members, the cases of the one for whom she acts."""
    return whose is None or not whose.is_behalf or found.person_id in (None, whose.person_id)


def _sent(made: Case) -> str:
    if made.missing:
        return _("Sent. Something is still missing: we tell you what.")
    return _("Sent. We look whether all is there, then somebody visits you.")
