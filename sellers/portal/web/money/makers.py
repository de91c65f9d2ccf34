"""Who made what was sold: the leader says it, each woman answers for herself."""

from decimal import Decimal
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.money import Money
from sellers.earnings import facade as earnings
from sellers.earnings.facade import SharedLine, SharesDisagree
from sellers.portal.access import SellerRequest, for_sellers
from sellers.portal.facade import audit_act
from sellers.portal.web.frame import seller_page
from sellers.portal.web.money.pages import names_of
from sellers.portal.web.money.seat import Seat, asked_code, asked_month, recent_months, seat_at
from sellers.portal.web.money.typed import id_in, number_in
from sellers.registry.facade import members

#: So many pieces of which nobody said who made them are listed at once, the oldest first.
UNSAID = 10


@require_safe
@for_sellers
def makers(request: SellerRequest) -> HttpResponse:
    """What waits for her word, and a month's pieces with who made them."""
    code = asked_code(request, request.acting)
    if not code:
        return redirect("portal:money")
    seat = seat_at(request.acting, code)
    month = asked_month(request)
    since, until = earnings.month_span(month)
    rows = earnings.attributions_of(
        code, since=since, until=until, before=id_in(request.GET.get("before", ""))
    )
    waiting = earnings.waiting_for(seat.member.id, code)
    objected = earnings.objected_in(code) if seat.is_leader else ()
    names = names_of(code)
    unsaid = [line.id for line in earnings.unsaid(code)[:UNSAID]] if seat.is_leader else []
    context = {
        "seat": seat,
        "month": month,
        "months": recent_months(),
        "rows": [_row(row, seat, names) for row in rows],
        "following": rows[-1].line.id if len(rows) == earnings.PAGE else None,
        "waiting": [_row(row, seat, names) for row in earnings.shared_lines(waiting)],
        "objected": [_row(row, seat, names) for row in earnings.shared_lines(objected)],
        "unsaid": earnings.shared_lines(unsaid),
    }
    return seller_page(request, "portal/money/makers.html", context, here="money")


@require_http_methods(["GET", "HEAD", "POST"])
@for_sellers
def maker(request: SellerRequest, number: int) -> HttpResponse:
    """One piece: the leader says who made it, or mends it; a member sees her own share and answers."""
    row = _piece(request, number)
    seat = seat_at(request.acting, row.line.group_code)
    if request.method != "POST":
        return _page(request, seat, row)
    roll = {each.person_id for each in members(seat.code, on=clock.today())}
    try:
        shares = _typed(request, row, roll | {each.person_id for each in row.shares})
        with transaction.atomic():
            version, is_repeat = earnings.say_who_made(
                number,
                group_code=seat.code,
                shares=shares,
                seen_version=_seen(request),
                key=request.POST.get("key", "")[:64] or uuid4().hex,
                by=seat.actor(),
            )
            if not is_repeat:
                audit_act(
                    seat.acting,
                    verb="earnings.say-who-made",
                    target=f"sold line {number}",
                    before=_as_said(row),
                    after={
                        "version": version,
                        **{str(person): str(share.amount) for person, share in shares.items()},
                    },
                )
    except DomainError as refusal:
        return _page(request, seat, row, refusal=refusal)
    messages.success(request, _("It is written down. Each woman who is named is asked."))
    return redirect(_list_of(seat))


@require_POST
@for_sellers
def answer(request: SellerRequest, number: int) -> HttpResponse:
    """A member says yes, or what is not right."""
    row = _piece(request, number)
    seat = seat_at(request.acting, row.line.group_code)
    agrees = request.POST.get("answer") == "yes"
    try:
        with transaction.atomic():
            is_repeat = earnings.answer_share(
                number,
                group_code=seat.code,
                seen_version=_seen(request),
                agrees=agrees,
                word=request.POST.get("word", ""),
                by=seat.actor(),
            )
            if not is_repeat:
                audit_act(
                    seat.acting,
                    verb="earnings.confirm-share" if agrees else "earnings.object-to-share",
                    target=f"sold line {number}",
                    after={"version": _seen(request)},
                )
    except DomainError as refusal:
        return _page(request, seat, row, refusal=refusal)
    messages.success(request, _("Noted: it is right.") if agrees else _("Noted. Your leader is told."))
    return redirect(_list_of(seat))


def _piece(request: SellerRequest, number: int) -> SharedLine:
    found = earnings.shared_line(number, group_codes=request.acting.group_codes)
    if found is None:
        raise Http404
    return found


def _page(
    request: SellerRequest, seat: Seat, row: SharedLine, *, refusal: DomainError | None = None
) -> HttpResponse:
    names = names_of(seat.code)
    typed = request.POST
    on_roll = [each.person_id for each in members(seat.code, on=clock.today())]
    people = list(dict.fromkeys([*on_roll, *(each.person_id for each in row.shares)]))
    listed_by = earnings.listed_by(row.line.product_id, seat.code)
    context = {
        "seat": seat,
        "row": _row(row, seat, names),
        "mine": row.of(seat.member.id),
        "people": [
            (
                person,
                names.get(person, "—"),
                typed.get(f"share-{person}", _plain(row, person)),
                typed.get("maker") == str(person),
            )
            for person in people
        ],
        "how": typed.get("how", ""),
        "word": typed.get("word", ""),
        "suggested": (listed_by, names[listed_by]) if listed_by in on_roll else None,
        "key": typed.get("key") or uuid4().hex,
        "refusal": refusal.message if refusal is not None else "",
    }
    status = {"CONFLICT": 409, "FORBIDDEN": 403, "NOT_FOUND": 404}.get(refusal.code, 422) if refusal else 200
    return seller_page(request, "portal/money/maker.html", context, here="money", status=status)


def _row(row: SharedLine, seat: Seat, names: dict[int, str]) -> dict[str, object]:
    """Return a piece as she may see it: a member her own share, the leader everybody's."""
    visible = [each for each in row.shares if seat.is_leader or each.person_id == seat.member.id]
    return {
        "line": row.line,
        "left": row.left,
        "back": row.line.gets - row.left,
        "version": row.version,
        "is_said": row.is_said,
        "is_settled": row.is_settled,
        "objections": bool(row.objections) and seat.is_leader,
        "shares": [(names.get(each.person_id, "—"), each) for each in visible],
    }


def _typed(request: SellerRequest, row: SharedLine, people: set[int]) -> dict[int, Money]:
    """Return the shares that the form says; raises SharesDisagree."""
    whole, how = row.line.gets, request.POST.get("how", "")
    if how == "one":
        maker_id = id_in(request.POST.get("maker", ""))
        if maker_id is None:
            raise SharesDisagree(_("Choose who made it."), field="maker")
        return {maker_id: whole}
    if how not in ("percent", "rupees"):
        raise SharesDisagree(_("Choose how it is shared."), field="how")
    numbers = {person: _number(request.POST.get(f"share-{person}", "")) for person in sorted(people)}
    given = {person: number for person, number in numbers.items() if number}
    if how == "percent":
        return earnings.by_percent(whole, given)
    return {person: Money(number, "INR") for person, number in given.items()}


def _number(typed: str) -> Decimal:
    if not typed.strip():
        return Decimal(0)
    number = number_in(typed)
    if number is None:
        raise SharesDisagree(_("“%(typed)s” is no number.") % {"typed": typed[:20]}, field="shares")
    return number


def _seen(request: SellerRequest) -> int:
    seen = id_in(request.POST.get("version", ""))
    return -1 if seen is None else seen


def _plain(row: SharedLine, person: int) -> str:
    share = row.of(person)
    return f"{share.amount.amount:f}" if share is not None else ""


def _as_said(row: SharedLine) -> dict[str, object] | None:
    if not row.is_said:
        return None
    return {
        "version": row.version,
        **{str(each.person_id): str(each.amount.amount) for each in row.shares},
    }


def _list_of(seat: Seat) -> str:
    return f"{reverse('portal:money_makers')}?group={seat.code}"
