"""The stall map: zones, rows of stalls with their price, stalls kept back, blocked, moved or taken out."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from exhibitions.plan.contracts import RowsWish, ZoneWish
from exhibitions.plan.errors import BadPlan, ExhibitionUnknown, MoveRefused, StallTaken
from exhibitions.plan.handed_in import handed_in
from exhibitions.plan.models import Exhibition, Stall, StallPrice, Zone
from exhibitions.plan.services.common import check_deferred, is_done, locked, touch, words
from exhibitions.plan.states import OPEN_STATES, ExhibitionState, StallState
from jkrlm.people.facade import User, audit

ROWS_MAX: Final = 20
PER_ROW_MAX: Final = 40
STALLS_MAX: Final = 900
PRICE_MAX: Final = Decimal(500_000)
#: A stall may be blocked while people walk by: the roof leaks.
_STATE_CHANGES_IN: Final = (*OPEN_STATES, ExhibitionState.RUNNING)


@transaction.atomic
def keep_zone(*, code: str, wish: ZoneWish, key: str, by: User, now: datetime) -> Zone:
    """
    Add a zone, or change the one with this letter.

    Raises:
        ExhibitionUnknown, MoveRefused; BadPlan: ``field`` says what to mend.
    """
    letter = wish.code.strip().upper()
    if not (letter.isascii() and letter.isalpha() and len(letter) <= 2):
        raise BadPlan(_("One or two letters, such as A."), field="code")
    name = words(wish.name, 80, field="name", what=_("Say what is sold there, such as Weaves and shawls."))
    if not 1 <= wish.tint <= 6:
        raise BadPlan(_("Choose one of the six colours."), field="tint")
    row = locked(code)
    zone, is_new = Zone.objects.get_or_create(exhibition=row, code=letter, defaults={"name": name})
    if is_done(row, key=key, verb="zone", now=now):
        return zone
    if is_new or set(zone.crafts) != set(wish.crafts):
        _refuse_late(row)
    zone.name, zone.name_hi, zone.name_ur = name, wish.name_hi.strip()[:80], wish.name_ur.strip()[:80]
    zone.tint, zone.crafts = wish.tint, list(wish.crafts)
    zone.save()
    touch(row, now=now)
    audit(
        actor=by,
        verb="exhibitions.zone",
        target=f"exhibition {row.code}",
        after={"zone": letter, "name": name, "crafts": list(wish.crafts)},
    )
    return zone


@transaction.atomic
def drop_zone(*, code: str, zone_code: str, by: User, now: datetime) -> None:
    """
    Take a zone away with its stalls.

    Raises:
        ExhibitionUnknown, MoveRefused; StallTaken: a group has one of its stalls.
    """
    row = locked(code)
    _refuse_late(row)
    zone = _zone(row, zone_code)
    stalls = list(zone.stalls.order_by("pk"))
    _refuse_taken(row, stalls)
    zone.stalls.all().delete()
    zone.delete()
    touch(row, now=now)
    audit(
        actor=by,
        verb="exhibitions.zone-gone",
        target=f"exhibition {row.code}",
        before={"zone": zone_code, "stalls": [stall.code for stall in stalls]},
    )


def add_rows(*, code: str, wish: RowsWish, key: str, by: User, now: datetime) -> tuple[str, ...]:
    """
    Draw rows of stalls; they are numbered on within their zone. Returns their codes.

    Raises:
        ExhibitionUnknown, MoveRefused.
        BadPlan: they do not fit into the hall, or would stand on others; ``field`` says what to mend.
    """
    _check_rows(wish)
    try:
        with transaction.atomic():
            row = locked(code)
            zone = _zone(row, wish.zone_code)
            if is_done(row, key=key, verb="rows", now=now):
                return ()
            _refuse_late(row)
            _check_hall(row, wish)
            stalls = _drawn(row, zone, wish)
            _check_free(row, stalls)
            _set_price(row, zone, wish.width, wish.height, wish.price)
            Stall.objects.bulk_create(stalls)
            check_deferred()
            touch(row, now=now)
            codes = tuple(stall.code for stall in stalls)
            audit(
                actor=by,
                verb="exhibitions.rows",
                target=f"exhibition {row.code}",
                after={"stalls": [codes[0], codes[-1]], "price": str(wish.price)},
            )
    except IntegrityError as refused:
        raise BadPlan(_("These stalls would stand on others. Choose another corner."), field="x") from refused
    return codes


@transaction.atomic
def set_price(
    *, code: str, zone_code: str, width: Decimal, height: Decimal, price: Decimal, by: User, now: datetime
) -> None:
    """
    Say what a size costs in a zone. Once groups are invited, a price that they were told stays.

    Raises:
        ExhibitionUnknown, MoveRefused; BadPlan.
    """
    row = locked(code)
    zone = _zone(row, zone_code)
    if not zone.prices.filter(width=width, height=height).exists():
        raise ExhibitionUnknown(_("No stall of this size stands in the zone."))
    _set_price(row, zone, width, height, price)
    touch(row, now=now)
    audit(
        actor=by,
        verb="exhibitions.price",
        target=f"exhibition {row.code}",
        after={"zone": zone_code, "size": f"{width} x {height}", "price": str(price)},
    )


def move_stall(*, code: str, stall_code: str, x: Decimal, y: Decimal, by: User, now: datetime) -> Stall:
    """
    Put a stall elsewhere in the hall.

    Raises:
        ExhibitionUnknown, MoveRefused; BadPlan: outside the hall, or on another stall.
    """
    try:
        with transaction.atomic():
            row = locked(code)
            stall = _stall(row, stall_code)
            before = {"x": str(stall.x), "y": str(stall.y)}
            stall.x, stall.y = x, y
            if x < 0 or y < 0 or x + stall.width > row.hall_width or y + stall.height > row.hall_depth:
                raise BadPlan(_("There it would stand outside the hall."), field="x")
            _check_free(row, [stall])
            stall.save(update_fields=("x", "y"))
            check_deferred()
            touch(row, now=now)
            audit(
                actor=by,
                verb="exhibitions.stall",
                target=f"exhibition {row.code}",
                before={"stall": stall.code, **before},
                after={"x": str(x), "y": str(y)},
            )
    except IntegrityError as refused:
        raise BadPlan(_("There it would stand on another stall."), field="x") from refused
    return stall


@transaction.atomic
def set_stall(
    *, code: str, stall_code: str, state: StallState, reason: str, by: User, now: datetime
) -> Stall:
    """
    Keep a stall back (given by hand only), block it (given to nobody), or free it again.

    Raises:
        ExhibitionUnknown, MoveRefused; BadPlan: no reason; StallTaken: a group has it, so it is not blocked.
    """
    row = locked(code, states=_STATE_CHANGES_IN)
    stall = _stall(row, stall_code)
    if state != stall.state:
        _refuse_late(row)
    said = "" if state == StallState.FREE else reason.strip()[:120]
    if state != StallState.FREE and not said:
        raise BadPlan(_("Say why: for the information desk, a pillar stands there."), field="reason")
    if state == StallState.BLOCKED:
        _refuse_taken(row, [stall])
    before, stall.state, stall.reason = stall.state, state, said
    stall.save(update_fields=("state", "reason"))
    touch(row, now=now)
    audit(
        actor=by,
        verb="exhibitions.stall",
        target=f"exhibition {row.code}",
        before={"stall": stall.code, "state": before},
        after={"state": state, "reason": said},
    )
    return stall


@transaction.atomic
def drop_stall(*, code: str, stall_code: str, by: User, now: datetime) -> None:
    """
    Take a stall off the map.

    Raises:
        ExhibitionUnknown, MoveRefused; StallTaken: a group has it.
    """
    row = locked(code)
    _refuse_late(row)
    stall = _stall(row, stall_code)
    _refuse_taken(row, [stall])
    stall.delete()
    touch(row, now=now)
    audit(
        actor=by, verb="exhibitions.stall-gone", target=f"exhibition {row.code}", before={"stall": stall_code}
    )


def _zone(row: Exhibition, zone_code: str) -> Zone:
    zone = row.zones.filter(code=zone_code[:2].replace("\x00", "").upper()).first()
    if zone is None:
        raise ExhibitionUnknown(_("There is no such zone."), field="zone")
    return zone


def _stall(row: Exhibition, stall_code: str) -> Stall:
    stall = row.stalls.select_for_update().filter(code=stall_code[:6].replace("\x00", "").upper()).first()
    if stall is None:
        raise ExhibitionUnknown(_("There is no such stall."), field="stall")
    return stall


def _refuse_late(row: Exhibition) -> None:
    """Raises MoveRefused: groups have applied for what is there, and it is not allotted yet."""
    why = handed_in.why_map_stays(row.code)
    if why:
        raise MoveRefused(why)


def _refuse_taken(row: Exhibition, stalls: list[Stall]) -> None:
    taken = {each.stall_code: each.group_code for each in handed_in.groups_at(row.code)}
    for stall in stalls:
        if stall.code in taken:
            said = {"stall": stall.code, "group": taken[stall.code]}
            raise StallTaken(_("Group %(group)s has stall %(stall)s. Give it another first.") % said)


def _check_rows(wish: RowsWish) -> None:
    faults = {
        "rows": "" if 1 <= wish.rows <= ROWS_MAX else _("From 1 to 20 rows at once."),
        "per_row": "" if 1 <= wish.per_row <= PER_ROW_MAX else _("From 1 to 40 stalls in a row."),
        "width": "" if 1 <= wish.width <= 30 else _("From 1 to 30 metres."),
        "height": "" if 1 <= wish.height <= 30 else _("From 1 to 30 metres."),
        "price": "" if 0 <= wish.price <= PRICE_MAX else _("From ₹0 to ₹5,00,000."),
        "aisle": "" if 0 <= wish.aisle <= 50 else _("From 0 to 50 metres."),
        "x": "" if wish.x >= 0 else _("Inside the hall."),
        "y": "" if wish.y >= 0 else _("Inside the hall."),
    }
    for field, said in faults.items():
        if said:
            raise BadPlan(said, field=field)


def _check_hall(row: Exhibition, wish: RowsWish) -> None:
    needs_x = wish.x + wish.per_row * wish.width
    needs_y = wish.y + wish.rows * wish.height + (wish.rows - 1) * wish.aisle
    if needs_x > row.hall_width:
        said = {"needs": f"{needs_x.normalize():f}", "hall": f"{row.hall_width.normalize():f}"}
        raise BadPlan(
            _("They would end at %(needs)s m; the hall is %(hall)s m wide. Fewer in a row, or further left.")
            % said,
            field="per_row",
        )
    if needs_y > row.hall_depth:
        said = {"needs": f"{needs_y.normalize():f}", "hall": f"{row.hall_depth.normalize():f}"}
        raise BadPlan(
            _("They would end at %(needs)s m; the hall is %(hall)s m deep. Fewer rows, or further up.")
            % said,
            field="rows",
        )


def _drawn(row: Exhibition, zone: Zone, wish: RowsWish) -> list[Stall]:
    if row.stalls.count() + wish.rows * wish.per_row > STALLS_MAX:
        raise BadPlan(_("%(most)d stalls at most.") % {"most": STALLS_MAX}, field="rows")
    numbers = (int(code.removeprefix(zone.code)) for code in zone.stalls.values_list("code", flat=True))
    last = max(numbers, default=0)
    return [
        Stall(
            exhibition=row,
            zone=zone,
            code=f"{zone.code}{last + line * wish.per_row + place + 1}",
            x=wish.x + place * wish.width,
            y=wish.y + line * (wish.height + wish.aisle),
            width=wish.width,
            height=wish.height,
        )
        for line in range(wish.rows)
        for place in range(wish.per_row)
    ]


def _check_free(row: Exhibition, stalls: list[Stall]) -> None:
    """Refuse what would stand on another stall, naming it; the exclusion constraint is behind this."""
    own = {stall.pk for stall in stalls if stall.pk}
    others = [each for each in row.stalls.all() if each.pk not in own]
    for stall in stalls:
        hit = next((each for each in others if _overlap(stall, each)), None)
        if hit is not None:
            said = {"stall": stall.code, "other": hit.code}
            raise BadPlan(_("%(stall)s would stand on %(other)s. Choose another corner.") % said, field="x")


def _overlap(one: Stall, other: Stall) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    down = one.y < other.y + other.height and other.y < one.y + one.height
    return bool(across and down)


def _set_price(row: Exhibition, zone: Zone, width: Decimal, height: Decimal, price: Decimal) -> None:
    if not 0 <= price <= PRICE_MAX:
        raise BadPlan(_("From ₹0 to ₹5,00,000."), field="price")
    known = zone.prices.filter(width=width, height=height).first()
    if known is None:
        StallPrice.objects.create(zone=zone, width=width, height=height, price=price)
    elif known.price != price:
        if row.state != ExhibitionState.DRAFT:
            said = _("Groups were invited at ₹%(price)s for this size: it stays.") % {
                "price": f"{known.price:,.0f}"
            }
            raise BadPlan(said, field="price")
        known.price = price
        known.save(update_fields=("price",))


def next_corner(row: Exhibition) -> tuple[Decimal, Decimal]:
    """Return where the next rows may begin: at the left, an aisle below the lowest stall."""
    lowest = row.stalls.aggregate(most=Max("y"))["most"]
    if lowest is None:
        return Decimal(2), Decimal(2)
    ends = max(stall.y + stall.height for stall in row.stalls.filter(y=lowest))
    return Decimal(2), ends + 3
