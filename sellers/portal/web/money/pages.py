"""Where the money is, and each payment."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from sellers.earnings import facade as earnings
from sellers.portal.access import SellerRequest, for_sellers
from sellers.portal.contracts import Acting
from sellers.portal.selectors import GROUPS_SHOWN, mandates
from sellers.portal.web.frame import name_of, seller_page
from sellers.portal.web.money.seat import FIRST_YEAR, Seat, asked_code, asked_year, seat_at, year_name
from sellers.registry.facade import bank_accounts, groups_by_code, members

#: So many payments are on the first page; the rest one tap further.
FIRST_PAYMENTS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """``percent`` of the tallest month."""

    month: date
    amount: Money
    percent: int


@require_safe
@for_sellers
def money(request: SellerRequest) -> HttpResponse:
    """Where the money of her group is; a helper of several chooses one first."""
    code = asked_code(request, request.acting)
    if not code:
        return _several(request)
    seat = seat_at(request.acting, code)
    purses = earnings.purses(code)
    mine = earnings.member_year(seat.member.id, year=purses.year, group_code=seat.agreed_group)
    newest = earnings.newest_order(code)
    context = {
        "seat": seat,
        "purses": purses,
        "year_name": year_name(purses.year),
        "bars": bars(purses.months),
        "payments": purses.standing.paid[:FIRST_PAYMENTS],
        "mine": mine,
        "steps": earnings.steps(mine.year.counted),
        "account": bank_accounts([code]).get(code),
        "newest": newest,
        "to_say": len(earnings.unsaid(code)) if seat.is_leader else 0,
        "to_answer": len(earnings.waiting_for(seat.member.id, code)),
        "objected": len(earnings.objected_in(code)) if seat.is_leader else 0,
        "of_members": of_members(seat, purses.year) if seat.is_leader else (),
    }
    return seller_page(request, "portal/money/money.html", context, here="money")


@require_safe
@for_sellers
def payments(request: SellerRequest) -> HttpResponse:
    """Each payment of a financial year, with its UTR and day."""
    code = asked_code(request, request.acting)
    if not code:
        return redirect("portal:money")
    seat = seat_at(request.acting, code)
    year = asked_year(request)
    this = earnings.year_of(clock.today())
    context = {
        "seat": seat,
        "payments": earnings.payments(code, year=year),
        "year_name": year_name(year),
        "years": [(each, year_name(each), each == year) for each in range(this, FIRST_YEAR - 1, -1)],
    }
    return seller_page(request, "portal/money/payments.html", context, here="money")


def bars(months: tuple[tuple[date, Money], ...]) -> tuple[Bar, ...]:
    tallest = max((amount.amount for _month, amount in months), default=None) or 1
    return tuple(Bar(month, amount, int(amount.amount * 100 / tallest)) for month, amount in months)


def of_members(seat: Seat, year: int) -> tuple[tuple[str, Money], ...]:
    """Return what each member confirmed, most first; only for the leader."""
    names = names_of(seat.code)
    sums = earnings.members_of_year(seat.code, year=year)
    return tuple(
        (names.get(person, "—"), amount)
        for person, amount in sorted(sums.items(), key=lambda each: (-each[1].amount, each[0]))
    )


def names_of(code: str) -> dict[int, str]:
    """Return the names of everybody who is or was on a group's roll."""
    return {each.person_id: each.name for each in members(code)}


def _several(request: SellerRequest) -> HttpResponse:
    acting = request.acting
    readable = _readable(acting)
    codes = sorted(acting.group_codes, key=lambda code: (code not in readable, code))[:GROUPS_SHOWN]
    names = groups_by_code(codes)
    sums = {each.group_code: each for each in earnings.sums_of([code for code in codes if code in readable])}
    context = {
        "groups": [(code, name_of(names, code), sums.get(code)) for code in codes],
        "others": len(acting.group_codes) - len(codes),
    }
    return seller_page(request, "portal/money/groups.html", context, here="money")


def _readable(acting: Acting) -> frozenset[str]:
    """Return her own groups and those in which somebody agreed that she looks at the money."""
    agreed = mandates(helper_id=acting.person.id, group_codes=acting.group_codes)
    return frozenset(acting.own_codes) | {each.group_code for each in agreed}
