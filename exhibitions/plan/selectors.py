"""Reads of plan, each with a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Q, Sum
from django.db.models.functions import ExtractHour, TruncDate

from exhibitions.plan.contracts import Area, Exhibition, HourCount, Pass, Stall, TeamMember, Zone
from exhibitions.plan.errors import ExhibitionUnknown
from exhibitions.plan.models import Area as AreaRow
from exhibitions.plan.models import Exhibition as Row
from exhibitions.plan.models import ExhibitionMove, GateCount, StallPrice, VisitorPass
from exhibitions.plan.models import Stall as StallRow
from exhibitions.plan.models import TeamMember as MemberRow
from exhibitions.plan.models import Zone as ZoneRow
from exhibitions.plan.states import PUBLIC_STATES, CountVia, Duty, ExhibitionState, StallState
from jkrlm.kernel.clock import INDIA, today
from jkrlm.kernel.money import Money
from jkrlm.people.facade import colleagues


def names(row: Row | ZoneRow | AreaRow) -> dict[str, str]:
    return {"en": row.name, "hi": row.name_hi or row.name, "ur": row.name_ur or row.name}


def size_words(width: object, height: object) -> str:
    """Return a size as people say it: "3 × 3 m"."""
    return f"{_plain(width)} × {_plain(height)} m"


def _plain(value: object) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def view_of(row: Row) -> Exhibition:
    return Exhibition(
        id=row.pk,
        code=row.code,
        slug=row.slug,
        name=row.name,
        names=names(row),
        place_code=row.place_code,
        venue=row.venue,
        address=row.address,
        town=row.town,
        district=row.district,
        pincode=row.pincode,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        apply_by=row.apply_by,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        state=row.state,
        cashiers_discount_percent=row.cashiers_discount_percent,
        till_float=Money(row.till_float, row.currency),
        return_days=row.return_days,
        hall_width=row.hall_width,
        hall_depth=row.hall_depth,
        is_sample=row.is_sample,
    )


def row_of(code: str) -> Row:
    """
    Return an exhibition's row. One query.

    Raises:
        ExhibitionUnknown: there is none.
    """
    row = Row.objects.filter(code=code[:24].replace("\x00", "")).first()
    if row is None:
        raise ExhibitionUnknown("There is no exhibition with this code.")
    return row


def exhibition(code: str) -> Exhibition:
    """
    Return an exhibition by its code. One query.

    Raises:
        ExhibitionUnknown: there is none.
    """
    return view_of(row_of(code))


def exhibitions(*, states: Iterable[str] | None = None) -> tuple[Exhibition, ...]:
    """Return exhibitions, first to open first; ``states`` None: in every state. One query."""
    rows = Row.objects.order_by("opens_on", "code")
    if states is not None:
        rows = rows.filter(state__in=tuple(states))
    return tuple(view_of(row) for row in rows)


def announced() -> tuple[Exhibition, ...]:
    """Return the exhibitions that the public may see, first to open first. One query."""
    return exhibitions(states=PUBLIC_STATES)


def live_on(day: date) -> tuple[Exhibition, ...]:
    """Return the running exhibitions whose days hold ``day``. One query."""
    rows = Row.objects.filter(state=ExhibitionState.RUNNING, opens_on__lte=day, closes_on__gte=day)
    return tuple(view_of(row) for row in rows.order_by("opens_on", "code"))


def zones(code: str) -> tuple[Zone, ...]:
    """Return the zones of an exhibition by code. One query."""
    rows = ZoneRow.objects.filter(exhibition__code=code).order_by("code")
    return tuple(Zone(row.code, row.name, names(row), row.tint, tuple(row.crafts)) for row in rows)


def areas(code: str) -> tuple[Area, ...]:
    """Return what else is in the hall. One query."""
    rows = AreaRow.objects.filter(exhibition__code=code).order_by("pk")
    return tuple(Area(row.pk, names(row), row.x, row.y, row.width, row.height) for row in rows)


def stall_order(code: str) -> tuple[str, int]:
    """Return what stalls are sorted by: A2 stands before A12."""
    letters = code.rstrip("0123456789")
    return letters, int(code[len(letters) :] or 0)


def stalls(code: str) -> tuple[Stall, ...]:
    """Return the stalls of an exhibition, blocked ones too, in the order of their codes. Two queries."""
    prices = {
        (each.zone_id, each.width, each.height): each.price
        for each in StallPrice.objects.filter(zone__exhibition__code=code)
    }
    found = [
        Stall(
            code=row.code,
            zone_code=row.zone.code,
            size=size_words(row.width, row.height),
            price=Money(prices[row.zone_id, row.width, row.height], row.exhibition.currency),
            x=row.x,
            y=row.y,
            width=row.width,
            height=row.height,
            kept=row.state == StallState.KEPT,
            blocked=row.state == StallState.BLOCKED,
            reason=row.reason,
        )
        for row in StallRow.objects.filter(exhibition__code=code).select_related("zone", "exhibition")
    ]
    return tuple(sorted(found, key=lambda each: stall_order(each.code)))


def team(code: str) -> tuple[TeamMember, ...]:
    """Return the team of an exhibition, managers first. One query."""
    order = {duty: place for place, duty in enumerate(Duty.values)}
    rows = MemberRow.objects.filter(exhibition__code=code).select_related("user")
    found = [TeamMember(row.user_id, row.user.name, row.duty, row.since, row.until) for row in rows]
    return tuple(sorted(found, key=lambda each: (order[each.duty], each.name, each.user_id)))


def codes_of_team(user_id: int) -> frozenset[str]:
    """Return the exhibitions on whose team somebody is. One query."""
    rows = MemberRow.objects.filter(user_id=user_id).values_list("exhibition__code", flat=True)
    return frozenset(rows)


def closed_at(code: str) -> datetime | None:
    """Return when an exhibition was closed; None while it is not. One query."""
    rows = ExhibitionMove.objects.filter(exhibition__code=code, to_state=ExhibitionState.CLOSED)
    return rows.order_by("-at").values_list("at", flat=True).first()


def why_cancelled(code: str) -> str:
    """Return the reason that its manager gave, empty where it is not cancelled. One query."""
    moves = ExhibitionMove.objects.filter(exhibition__code=code, to_state=ExhibitionState.CANCELLED)
    return moves.values_list("reason", flat=True).first() or ""


def cashiers(code: str) -> tuple[TeamMember, ...]:
    """Return who stands at the tills. One query."""
    return tuple(each for each in team(code) if each.duty == Duty.CASHIER)


def hour_counts(code: str) -> tuple[HourCount, ...]:
    """Return the visitors of each hour in which some came, in order. One query."""
    rows = (
        GateCount.objects.filter(exhibition__code=code)
        .annotate(day=TruncDate("at", tzinfo=INDIA), hour=ExtractHour("at", tzinfo=INDIA))
        .values("day", "hour", "via")
        .annotate(people_sum=Sum("people"))
        .order_by("day", "hour")
    )
    sums: dict[tuple[date, int], dict[str, int]] = defaultdict(dict)
    for row in rows:
        sums[row["day"], row["hour"]][row["via"]] = row["people_sum"]
    return tuple(
        HourCount(day, hour, each.get(CountVia.PASS, 0), each.get(CountVia.GATE, 0))
        for (day, hour), each in sums.items()
    )


def footfall(code: str, day: date | None = None) -> int:
    """Return how many visitors came in, on a day or on all. One query."""
    rows = GateCount.objects.filter(exhibition__code=code)
    if day is not None:
        rows = rows.annotate(day=TruncDate("at", tzinfo=INDIA)).filter(day=day)
    return int(rows.aggregate(people_sum=Sum("people"))["people_sum"] or 0)


def stall_numbers(codes: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return for each exhibition (stalls that may be had, stalls in all). One query."""
    rows = (
        StallRow.objects.filter(exhibition__code__in=tuple(codes))
        .values_list("exhibition__code")
        .annotate(usable=Count("pk", filter=~Q(state=StallState.BLOCKED)), all_of_them=Count("pk"))
    )
    return {code: (usable, everything) for code, usable, everything in rows}


def pass_number(row: VisitorPass) -> str:
    """Return what is printed on it: VP-00012."""
    return f"VP-{row.number:05}"


def pass_view(row: VisitorPass) -> Pass:
    return Pass(
        number=pass_number(row),
        token=row.token,
        exhibition_code=row.exhibition.code,
        name=row.name,
        people=row.people,
        made_at=row.made_at,
        counted_at=row.counted_at,
    )


def people_of_staff() -> list[tuple[int, str]]:
    """Return who may be put on a team, by name. Three queries."""
    return [
        (each.id, f"{each.name} · {', '.join(role.label for role in each.roles)}")
        for each in colleagues(on=today())
    ]
