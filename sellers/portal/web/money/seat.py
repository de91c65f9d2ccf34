"""As what somebody looks at a group's money, and which time she asks about."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.http import Http404, HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jkrlm.kernel import clock
from sellers.earnings.facade import Actor, month_span, year_of
from sellers.portal.access import act_for
from sellers.portal.contracts import Acting, Who
from sellers.registry.facade import roll

#: Before it there was no store.
FIRST_YEAR: Final = 2024


@dataclass(frozen=True, slots=True)
class Seat:
    """``member`` is whose own sums these are; ``is_leader`` whether she sees every member's."""

    code: str
    acting: Acting
    member: Who
    is_leader: bool

    @property
    def agreed_group(self) -> str:
        """The one group in which a helper may see and mend her sums; "" for herself: all of hers."""
        return self.code if self.acting.consent is not None else ""

    def actor(self) -> Actor:
        return Actor(
            user_id=self.acting.user.pk, person_id=self.member.id, on_behalf_of=self.acting.on_behalf_of
        )


def asked_code(request: HttpRequest, acting: Acting) -> str:
    """Return the group that is asked about; "" where she has several and names none."""
    wanted = request.POST.get("group") or request.GET.get("group", "")
    if wanted:
        return wanted
    return acting.group_codes[0] if len(acting.group_codes) == 1 else ""


def seat_at(acting: Acting, code: str) -> Seat:
    """
    Return her seat at one group; a helper's is that of the woman who agreed that she looks at her money.

    Raises:
        NotYourGroup, ConsentMissing: the guard of the portal answers them.
    """
    under = act_for(acting, code)
    if under.member is None:
        raise Http404
    if under.consent is None:
        is_leader = any(place.code == code and place.role == "leader" for place in under.places)
    else:
        is_leader = any(
            each.person_id == under.member.id and each.role == "leader"
            for each in roll([code], on=clock.today())
        )
    return Seat(code=code, acting=under, member=under.member, is_leader=is_leader)


def asked_year(request: HttpRequest) -> int:
    """Return the financial year that is asked about, this one where none is, or none that can be."""
    this = year_of(clock.today())
    typed = request.GET.get("year", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else this
    return year if FIRST_YEAR <= year <= this else this


def month_in(typed: str) -> date | None:
    """Return the first day of a month written "2026-11"; None where it is none of ours."""
    parts = typed.split("-")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    year, month = int(parts[0]), int(parts[1])
    if not (FIRST_YEAR <= year <= clock.today().year and 1 <= month <= 12):
        return None
    return date(year, month, 1)


def asked_month(request: HttpRequest) -> date:
    """Return the month that is asked about, this one where none is."""
    return month_in(request.GET.get("month", "")) or clock.today().replace(day=1)


def following(month: date) -> date:
    """Return the first day of the month after."""
    return month_span(month)[1]


def earlier(month: date) -> date:
    """Return the first day of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def year_name(year: int) -> SafeString:
    """Return a financial year as people write it: 2026-27, in this order inside Urdu too."""
    return format_html('<bdi class="num-ltr">{}-{}</bdi>', year, f"{(year + 1) % 100:02d}")


def recent_months(most: int = 12) -> tuple[date, ...]:
    """Return this month and those before it."""
    found, month = [], clock.today().replace(day=1)
    for _step in range(most):
        found.append(month)
        month = earlier(month)
    return tuple(found)
