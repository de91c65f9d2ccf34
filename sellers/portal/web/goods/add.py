"""Adding goods on one page, mending what was sent back: a plain form, which a phone's script speeds up."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalogue.facade import (
    Listing,
    ListingState,
    listing_by_key,
    listings_of,
    propose,
    revise,
)
from jkrlm.kernel.errors import DomainError
from sellers.portal.access import SellerRequest, for_sellers
from sellers.portal.facade import audit_act
from sellers.portal.web.frame import seller_page
from sellers.portal.web.goods.form import (
    allow_devices,
    context_of,
    files_named,
    keep_uploads,
    kept_photos,
    sent_of,
    wish_of,
)
from sellers.portal.web.goods.photos import photo_of, press_on
from sellers.portal.web.goods.rows import find
from sellers.portal.web.goods.shelf import row_page
from sellers.portal.web.goods.whose import Hers, group_of, hers
from sellers.portal.web.goods.wish import Faults, Sent, as_uuid, faults_of, from_post
from sellers.registry.facade import groups_by_code

#: What is not decided yet can be changed by its seller.
OPEN_STATES: Final = (ListingState.DRAFT, ListingState.CHECKING, ListingState.SENT_BACK)
_RECENT: Final = 20


def send(
    acting_request: SellerRequest, whose: Hers, sent: Sent, *, key: UUID, group_code: str, keep_only: bool
) -> Listing:
    """
    Propose goods in her name and write it into the audit; the same key again changes nothing.

    Raises:
        Faults: it cannot be sent like this.
    """
    acting = acting_request.acting
    wish = wish_of(
        sent,
        key=str(key),
        draft=key,
        group_code=group_code,
        person_id=whose.person_id,
        keep_only=keep_only,
    )
    try:
        with transaction.atomic():
            known = listing_by_key(str(key))
            made = propose(wish, acting.by())
            if known is None or known.version != made.version:
                verb = "keep-goods" if made.state is ListingState.DRAFT else "send-goods"
                audit_act(acting, verb=verb, target=f"listing {made.id}", after={"kind": made.kind})
    except DomainError as refusal:
        raise faults_of(refusal, sent) from refusal
    return made


def change(
    request: SellerRequest, whose: Hers, found: Listing, sent: Sent, *, draft: UUID | None, keep_only: bool
) -> Listing:
    """
    Change a listing that is not decided yet, and send it unless it is only kept.

    Raises:
        Faults: it cannot be sent like this, or is decided meanwhile.
    """
    own = [*found.photo_keys, found.voice_key]
    wish = wish_of(
        sent,
        key=found.key,
        draft=draft,
        group_code=found.group_code,
        person_id=found.person_id or whose.person_id,
        keep_only=keep_only,
        own=own,
    )
    try:
        with transaction.atomic():
            made = revise(
                found.id,
                wish,
                request.acting.by(),
                group_codes=(found.group_code,),
                person_id=whose.person_id,
            )
            if made.version != found.version:
                audit_act(
                    request.acting,
                    verb="mend-goods",
                    target=f"listing {made.id}",
                    before={"state": found.state.value},
                    after={"state": made.state.value},
                )
    except DomainError as refusal:
        raise faults_of(refusal, sent) from refusal
    return made


@require_http_methods(["GET", "HEAD", "POST"])
@for_sellers
def add(request: SellerRequest) -> HttpResponse:
    """The page of two minutes. A POST sends, keeps as a draft, or only says what she will get."""
    whose = hers(request.acting)
    if whose is None or not whose.codes:
        return redirect(f"{reverse('portal:behalf')}?{urlencode({'next': reverse('portal:add')})}")
    wanted = request.POST.get("group") or (whose.codes[0] if whose.codes else "")
    group_code = group_of(request.acting, wanted)
    if request.method != "POST":
        return _page(request, whose, Sent(), key=uuid4(), group_code=group_code)
    key = as_uuid(request.POST.get("key", ""))
    if key is None:
        key = uuid4()
    sent = from_post(request.POST)
    errors = keep_uploads(request, draft=key, group_code=group_code, person_id=whose.person_id, sent=sent)
    if "press" in request.POST:
        named = files_named(sent, draft=key, group_code=group_code, person_id=whose.person_id)
        errors |= press_on(sent, request.POST["press"], named.photos_by_ref)
    if "look" in request.POST or "press" in request.POST:
        return _page(request, whose, sent, key=key, group_code=group_code, errors=errors, is_bound=True)
    try:
        if errors:
            raise Faults(errors)
        made = send(request, whose, sent, key=key, group_code=group_code, keep_only="draft" in request.POST)
    except Faults as faults:
        return _page(
            request, whose, sent, key=key, group_code=group_code, errors=faults.errors, is_bound=True
        )
    messages.success(request, said(made))
    return redirect("portal:goods")


@require_http_methods(["GET", "HEAD", "POST"])
@for_sellers
def one(request: SellerRequest, listing_id: int) -> HttpResponse:
    """One piece of hers: what became of it; while nothing is decided, the form to mend it."""
    whose = hers(request.acting)
    codes = whose.codes if whose else request.acting.group_codes
    found = find(listing_id, codes=codes, whose=whose)
    if whose is None or found.state not in OPEN_STATES:
        if request.method == "POST":
            messages.error(
                request, _("These goods are decided. Make a copy to change more than price and number.")
            )
            return redirect("portal:listing", listing_id)
        return row_page(request, found, may_act=whose is not None)
    group_of(request.acting, found.group_code)
    if request.method != "POST":
        return _mend_page(request, whose, found, sent_of(found), draft=uuid4())
    draft = as_uuid(request.POST.get("key", "")) or uuid4()
    sent = from_post(request.POST)
    errors = keep_uploads(
        request, draft=draft, group_code=found.group_code, person_id=whose.person_id, sent=sent
    )
    if "press" in request.POST:
        named = files_named(
            sent,
            draft=draft,
            group_code=found.group_code,
            person_id=whose.person_id,
            own=found.photo_keys,
        )
        errors |= press_on(sent, request.POST["press"], named.photos_by_ref)
    if "look" in request.POST or "press" in request.POST:
        return _mend_page(request, whose, found, sent, draft=draft, errors=errors, is_bound=True)
    try:
        if errors:
            raise Faults(errors)
        made = change(request, whose, found, sent, draft=draft, keep_only="draft" in request.POST)
    except Faults as faults:
        return _mend_page(request, whose, found, sent, draft=draft, errors=faults.errors, is_bound=True)
    messages.success(request, said(made))
    return redirect("portal:goods")


def said(made: Listing) -> str:
    """Return what happened, in a sentence."""
    if made.state is ListingState.DRAFT:
        return _("Kept as a draft. Only you see it.")
    return _("Sent. We look at it and write the text; you hear from us.")


def _page(
    request: SellerRequest,
    whose: Hers,
    sent: Sent,
    *,
    key: UUID,
    group_code: str,
    errors: dict[str, str] | None = None,
    is_bound: bool = False,
) -> HttpResponse:
    photos, voice_url = kept_photos(key, sent, group_code=group_code, person_id=whose.person_id)
    context = context_of(
        sent=sent,
        key=str(key),
        group_code=group_code,
        group_codes=_named(whose.codes),
        recent=_recent(whose),
        photos=photos,
        voice_url=voice_url,
        errors=errors,
        is_bound=is_bound,
    )
    page = seller_page(
        request,
        "portal/goods/add.html",
        {**context, "dock": ()},
        here="add",
        status=422 if errors else 200,
    )
    return allow_devices(page)


def _mend_page(
    request: SellerRequest,
    whose: Hers,
    found: Listing,
    sent: Sent,
    *,
    draft: UUID,
    errors: dict[str, str] | None = None,
    is_bound: bool = False,
) -> HttpResponse:
    arrived, voice_url = kept_photos(draft, sent, group_code=found.group_code, person_id=whose.person_id)
    have = {each.ref: each for each in arrived}
    for place, key in enumerate(found.photo_keys):
        have[key] = photo_of(key, reverse("portal:listing_photo", args=[found.id, place]), key, sent)
    if sent.voice and sent.voice == found.voice_key:
        voice_url = reverse("portal:listing_voice", args=[found.id])
    context = context_of(
        sent=sent,
        key=str(draft),
        group_code=found.group_code,
        photos=[have[ref] for ref in sent.photos if ref in have],
        voice_url=voice_url,
        errors=errors,
        is_bound=is_bound,
    )
    page = seller_page(
        request,
        "portal/goods/mend.html",
        {**context, "listing": found, "target": f"{found.id}/arrived/", "dock": ()},
        here="goods",
        status=422 if errors else 200,
    )
    return allow_devices(page)


def _recent(whose: Hers) -> list[str]:
    """Return the kinds of the group's goods, the last ones first."""
    return [each.kind for each in listings_of(whose.codes, person_id=whose.person_id)[:_RECENT]]


def _named(codes: Sequence[str]) -> list[tuple[str, str]]:
    known = groups_by_code(codes)
    return [(code, known[code].name if code in known else code) for code in codes]
