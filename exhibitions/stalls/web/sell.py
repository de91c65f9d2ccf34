"""Fairs in the portal: which are open, a group's application, what became of it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import exhibitions.plan.facade as plan
from catalogue.facade import Kind, Listing, kinds, listings_of
from exhibitions.stalls import paper as documents
from exhibitions.stalls import selectors, words
from exhibitions.stalls.errors import ApplicationUnknown, NotInvited, StallRefusal, TooLate, WrongState
from exhibitions.stalls.models import Application, Call, Holding, Verdict
from exhibitions.stalls.services import hold_stalls
from exhibitions.stalls.services.apply import apply, is_called, is_invited, is_open, withdraw
from exhibitions.stalls.services.common import held_by
from exhibitions.stalls.services.send_call import SHOWN
from exhibitions.stalls.states import HOLDING, AppState
from exhibitions.stalls.web.forms import Sent, read
from jkrlm.kernel import clock
from jkrlm.kernel.ids import new_token
from sellers.portal.facade import Acting, SellerRequest, act_for, for_sellers, seller_page
from sellers.registry.facade import Group, MemberRow, groups_by_code, members

LANGUAGES: Final = ("en", "hi", "ur")
_TINTS: Final = {
    AppState.SENT: ("wait", "sent"),
    AppState.WITHDRAWN: ("", "close"),
    AppState.ALLOTTED: ("ok", "check"),
    AppState.WAITING: ("wait", "clock"),
    AppState.REFUSED: ("err", "close"),
    AppState.OFFERED: ("warn", "bell"),
    AppState.GIVEN_UP: ("", "close"),
    AppState.NO_SHOW: ("err", "warn"),
    AppState.CANCELLED: ("err", "close"),
}
#: Fairs whose page is of use to a group.
_SHOWN: Final = tuple(each for each in plan.ExhibitionState if each not in (plan.ExhibitionState.DRAFT,))


@dataclass(frozen=True, slots=True)
class FairCard:
    """A fair and one group's part in it."""

    exhibition: plan.Exhibition
    name: str
    group_code: str
    group_name: str
    deadline: date
    is_open: bool
    state: str
    tint: str
    icon: str
    stall: str


@dataclass(frozen=True, slots=True)
class GoodsRow:
    listing: Listing
    kind: Kind | None
    typed: str


@dataclass(frozen=True, slots=True)
class Seat:
    """A fair's call, the group in which she acts, and what that group may bring."""

    acting: Acting
    exhibition: plan.Exhibition
    call: Call
    group_code: str
    group_name: str
    district: str
    listings: dict[int, Listing]
    application: Application | None


@require_safe
@for_sellers
def fairs(request: SellerRequest) -> HttpResponse:
    """The fairs to which her groups are called, and those where they applied."""
    codes, today, language = request.acting.group_codes, clock.today(), _language(request)
    calls = {each.exhibition_code: each for each in Call.objects.all()}
    known = [each for each in plan.exhibitions(states=_SHOWN) if each.code in calls]
    applied = {
        (each.call.exhibition_code, each.group_code): each
        for each in Application.objects.filter(group_code__in=codes).select_related("call")
    }
    held = dict(
        Holding.objects.filter(application__in=applied.values(), ended_at=None).values_list(
            "application_id", "stall_code"
        )
    )
    listed: dict[str, dict[int, Listing]] = {}
    for each in listings_of(codes, states=SHOWN):
        listed.setdefault(each.group_code, {})[each.id] = each
    groups = groups_by_code(codes)
    cards = []
    for exhibition in known:
        call = calls[exhibition.code]
        for code, group in groups.items():
            row = applied.get((exhibition.code, code))
            may = is_open(call, exhibition.state, today)
            if row is None and not (may and is_invited(call, group.district, listed.get(code, {}))):
                continue
            state = _state(row, exhibition)
            tint, icon = _TINTS[state] if state else ("", "")
            cards.append(
                FairCard(
                    exhibition=exhibition,
                    name=exhibition.names[language],
                    group_code=code,
                    group_name=_name(group, language),
                    deadline=call.deadline,
                    is_open=may,
                    state=str(state.label) if state else "",
                    tint=tint,
                    icon=icon,
                    stall=held.get(row.pk, "") if row and state in HOLDING else "",
                )
            )
    cards.sort(key=lambda each: (not each.is_open, -each.exhibition.opens_on.toordinal()))
    context = {"cards": cards[:60], "several": len(codes) > 1}
    return seller_page(request, "exhibitions_stalls/sell/fairs.html", context, here="exhibitions")


@require_http_methods(["GET", "HEAD", "POST"])
@for_sellers
def fair(request: SellerRequest, code: str) -> HttpResponse:
    """One fair: what became of the application, and its form while one may apply."""
    seat = _seat(request, code)
    if request.method != "POST":
        return _page(request, seat, _kept(seat), status=200)
    seat = _acting(seat)
    sent = read(request.POST)
    version = request.POST.get("version", "")
    try:
        apply(
            exhibition_code=code,
            group_code=seat.group_code,
            wish=sent.wish(),
            key=request.POST.get("key", "")[:64].replace("\x00", "") or new_token(),
            version=int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0,
            acting=seat.acting,
            now=clock.now(),
            today=clock.today(),
        )
    except ApplicationUnknown as unknown:
        raise Http404 from unknown
    except StallRefusal as refusal:
        is_state = isinstance(refusal, WrongState | TooLate | NotInvited)
        return _page(request, _seat(request, code), sent, refusal=refusal, status=409 if is_state else 422)
    messages.success(request, _("Sent. You may change it until the last day to apply."))
    return _back(seat)


@require_POST
@for_sellers
def act(request: SellerRequest, code: str, verb: str) -> HttpResponse:
    """Withdraw, accept an offered stall, or give a stall up."""
    seat = _acting(_seat(request, code))
    if seat.application is None:
        raise Http404
    number, codes = seat.application.number, (seat.group_code,)
    now, today = clock.now(), clock.today()
    try:
        if verb == "withdraw":
            withdraw(number=number, group_codes=codes, acting=seat.acting, now=now)
            said = _("Withdrawn. Nothing is owed.")
        elif verb == "accept":
            hold_stalls.accept(number=number, group_codes=codes, acting=seat.acting, now=now, today=today)
            said = _("The stall is yours.")
        else:
            hold_stalls.give_up(number=number, group_codes=codes, acting=seat.acting, now=now, today=today)
            said = _("The stall goes to the next group. Thank you for saying so.")
    except StallRefusal as refusal:
        return _page(request, _seat(request, code), _kept(seat), refusal=refusal, status=409)
    messages.success(request, said)
    return _back(seat)


@require_safe
@for_sellers
def letter(request: SellerRequest, code: str, paper: str) -> HttpResponse:
    """The letter of allotment, or the travellers' passes, in the language of the page."""
    seat = _acting(_seat(request, code))
    row = seat.application
    if row is None or _state(row, seat.exhibition) != AppState.ALLOTTED:
        raise Http404
    return documents.answer(row, paper, _language(request))


def _seat(request: SellerRequest, code: str) -> Seat:
    """Of the groups for which she acts, the one that the address names, else the one that has applied."""
    call = Call.objects.filter(exhibition_code=code[:24].replace("\x00", "")).first()
    if call is None:
        raise Http404
    exhibition = plan.exhibition(call.exhibition_code)
    acting = request.acting
    rows = {
        each.group_code: each
        for each in Application.objects.filter(call=call, group_code__in=acting.group_codes)
    }
    wanted = request.POST.get("group", "") or request.GET.get("group", "")
    if not wanted:
        own = acting.own_codes or acting.group_codes
        wanted = next((each for each in own if each in rows), own[0] if own else "")
    if wanted not in acting.group_codes:
        raise Http404
    group = groups_by_code([wanted])[wanted]
    listings = {each.id: each for each in listings_of([wanted], states=SHOWN)}
    row = rows.get(wanted)
    may_see = row is not None or (
        is_open(call, exhibition.state, clock.today()) and is_invited(call, group.district, listings)
    )
    if not may_see:
        raise Http404
    return Seat(
        acting, exhibition, call, wanted, _name(group, _language(request)), group.district, listings, row
    )


def _state(row: Application | None, exhibition: plan.Exhibition) -> AppState | None:
    """Return what the page says; of a cancelled fair at once, also before every application was ended."""
    if row is None:
        return None
    alive = row.state in (AppState.SENT, AppState.WAITING, *HOLDING)
    if alive and exhibition.state == plan.ExhibitionState.CANCELLED:
        return AppState.CANCELLED
    return AppState(row.state)


def _acting(seat: Seat) -> Seat:
    """Return the same for who writes: in her own name, or under a consent; else she is asked for it."""
    return replace(seat, acting=act_for(seat.acting, seat.group_code))


def _kept(seat: Seat) -> Sent:
    row = seat.application
    if row is None:
        return Sent()
    return Sent(
        quantities={each.listing_id: str(each.quantity) for each in row.goods.all()},
        people=[each.person_id for each in row.travellers.all()],
        kind=row.kind,
        lodging=row.needs_lodging,
        transport=row.needs_transport,
        electricity=row.needs_electricity,
        words=row.words,
    )


def _page(
    request: SellerRequest, seat: Seat, sent: Sent, *, status: int, refusal: StallRefusal | None = None
) -> HttpResponse:
    row, language, today = seat.application, _language(request), clock.today()
    may = is_open(seat.call, seat.exhibition.state, today)
    state = _state(row, seat.exhibition)
    tint, icon = _TINTS[state] if state else ("", "")
    is_cancelled = seat.exhibition.state == plan.ExhibitionState.CANCELLED
    verdict = selectors.verdicts_of([row]).get(row.pk) if row else None
    context: dict[str, Any] = {
        "exhibition": seat.exhibition,
        "name": seat.exhibition.names[language],
        "call": seat.call,
        "seat": seat,
        "row": row,
        "state": state,
        "tint": tint,
        "icon": icon,
        "is_open": may,
        "is_cancelled": is_cancelled,
        "why_cancelled": plan.why_cancelled(seat.exhibition.code) if is_cancelled else "",
        "may_form": may and state in (None, AppState.SENT, AppState.WITHDRAWN),
        "error": {refusal.field or "": refusal.message} if refusal else {},
        "sent": sent,
        "key": new_token(),
        "version": row.version if row else 0,
        "rules": _rules(seat.call),
        "quotas": _quotas(seat.call, language),
        "draw": reverse("exhibition_draw:draw", args=[seat.exhibition.slug]),
        "holding": held_by(row) if row and state in HOLDING else None,
        "has_money": _has_money(seat),
        "line": selectors.line_now(seat.call).get(row.pk, 0) if row else 0,
        **_why(seat, verdict, language, today),
    }
    if context["may_form"]:
        context |= _form(seat, sent, today)
    page = "exhibitions_stalls/sell/fair.html"
    return seller_page(request, page, context, here="exhibitions", status=status)


def _has_money(seat: Seat) -> bool:
    """Who had a stall, and who did not come to it, has a statement once the fair is settled."""
    is_settled = seat.exhibition.state == plan.ExhibitionState.SETTLED
    return is_settled and seat.group_code in selectors.charges(seat.exhibition.code)


def _form(seat: Seat, sent: Sent, today: date) -> dict[str, Any]:
    of = {each.slug: each for each in kinds()}
    goods = [
        GoodsRow(each, of.get(each.kind), sent.quantities.get(each.id, ""))
        for each in seat.listings.values()
        if is_called(seat.call, each)
    ]
    people: list[tuple[MemberRow, bool]] = [
        (each, each.person_id in sent.people) for each in members(seat.group_code, on=today)
    ]
    sizes = list(dict.fromkeys(each.size for each in plan.stalls(seat.exhibition.code)))
    return {"goods": goods, "people": people, "sizes": sizes}


def _why(seat: Seat, verdict: Verdict | None, language: str, today: date) -> dict[str, Any]:
    """What was decided and why; before that, what would be said today."""
    row = seat.application
    is_cancelled = seat.exhibition.state == plan.ExhibitionState.CANCELLED
    if row is None or row.state == AppState.WITHDRAWN or (is_cancelled and verdict is None):
        return {}
    if verdict is not None:
        return {
            "why": words.explained(verdict, language),
            "points": words.points_of(verdict.points) if verdict.result != "refused" else (),
            "score": verdict.score,
        }
    _facts, points, obstacles = selectors.judged(seat.call, seat.exhibition, [row], today=today)[row.pk]
    given = words.points_of(points)
    return {
        "preview": True,
        "points": given,
        "score": sum(each.points for each in given),
        "obstacles": [words.obstacle(each.code, each.facts) for each in obstacles],
    }


def _rules(call: Call) -> list[tuple[str, int, str]]:
    weights = dict(call.weights.values_list("criterion", "points"))
    named = [(name, weights[name]) for name in words.CRITERIA if weights.get(name)]
    return [(words.label_of(name), points, words.meaning(name)) for name, points in named]


def _quotas(call: Call, language: str) -> list[tuple[str, int]]:
    return [
        (
            words.district_name(each.name, language)
            if each.by == "district"
            else words.craft_name(each.name, language),
            each.most,
        )
        for each in call.quotas.order_by("by", "name")
    ]


def _back(seat: Seat) -> HttpResponse:
    here = reverse("sell_exhibitions:fair", args=[seat.exhibition.code])
    return redirect(f"{here}?group={seat.group_code}")


def _language(request: SellerRequest) -> str:
    code = str(getattr(request, "LANGUAGE_CODE", "en")).split("-")[0]
    return code if code in LANGUAGES else "en"


def _name(group: Group, language: str) -> str:
    return {"hi": group.name_hi, "ur": group.name_ur}.get(language, "") or group.name
