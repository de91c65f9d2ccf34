"""Make a place, or change one. What it was before stays in its history."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from jkrlm.kernel.dated import Standing
from jkrlm.people.facade import User, audit
from logistics.places.errors import BadPlace, PlaceChanged, PlaceUnknown
from logistics.places.geography import gazetteer
from logistics.places.models import Place, PlaceChange, ServedGroup, ServedPrefix
from logistics.places.states import PlaceKind, PointSource
from sellers.registry.facade import groups_by_code

#: These serve groups; hubs serve PIN codes as well.
SERVES_GROUPS = (PlaceKind.COLLECTION, PlaceKind.FACILITY, PlaceKind.HUB)


@dataclass(frozen=True, slots=True)
class PlaceWish:
    """``latitude`` and ``longitude`` are None where nobody measured: then village and PIN code say where."""

    kind: str
    name: str
    district: str
    village: str
    address: str
    pincode: str
    latitude: Decimal | None
    longitude: Decimal | None
    hub_code: str
    organisation: str
    capacity_grams: int | None
    weekdays: tuple[bool, ...]
    opens: time
    closes: time
    begins: date | None
    ends: date | None
    closed_from: date | None
    groups: tuple[str, ...]
    prefixes: tuple[str, ...]
    source: str


@transaction.atomic
def make_place(*, wish: PlaceWish, reason: str, key: str, by: User, now: datetime, code: str = "") -> str:
    """
    Make a place and return its code, made from kind and name unless it is a group's own.

    Raises:
        BadPlace: a value that cannot be; ``field`` says which.
    """
    known = PlaceChange.objects.filter(key=key).select_related("place").first()
    if known is not None:
        return str(known.place.code)
    code = code or f"{wish.kind}-{slugify(wish.name) or 'place'}"[:40].strip("-")
    if Place.objects.filter(code=code).exists():
        raise BadPlace(_("There is a place of this kind and name already."), field="name")
    row = Place(code=code, kind=wish.kind, status=Standing.CONFIRMED)
    write(row, wish)
    note(row, "make", {}, reason, key, by, now)
    return code


@transaction.atomic
def change_place(
    *, code: str, wish: PlaceWish, version: int, reason: str, key: str, by: User, now: datetime
) -> None:
    """
    Change a place as it was at ``version``.

    Raises:
        PlaceUnknown: it has no row.
        PlaceChanged: somebody changed it meanwhile.
        BadPlace: a value that cannot be; ``field`` says which.
    """
    row = locked(code)
    if PlaceChange.objects.filter(key=key).exists():
        return
    if row.version != version:
        raise PlaceChanged(_("Somebody else changed this place meanwhile. Look at it again, then send."))
    before = said_of(row)
    row.version += 1
    row.status = Standing.CONFIRMED
    write(row, wish)
    note(row, "change", before, reason, key, by, now)


def locked(code: str) -> Place:
    """
    Return a place's row, locked for the caller's transaction.

    Raises:
        PlaceUnknown: it has none.
    """
    row = Place.objects.select_for_update(of=("self",)).filter(code=code[:40].replace("\x00", "")).first()
    if row is None:
        raise PlaceUnknown(_("There is no place with this code."))
    return row


def said_of(row: Place) -> dict[str, object]:
    """Return a place with what it serves, as its history writes it down."""
    said: dict[str, object] = dict(row.said())
    said["groups"] = sorted(row.served_groups.values_list("group_code", flat=True))
    said["prefixes"] = sorted(row.served_prefixes.values_list("prefix", flat=True))
    return said


def write(row: Place, wish: PlaceWish) -> None:
    """Write what is wished into a row that is new or locked. Raises BadPlace."""
    if row.kind != PlaceKind.EXHIBITION and gazetteer().districts.get(wish.pincode) is None:
        raise BadPlace(_("No post office of ours has this PIN code."), field="pincode")
    if (wish.latitude is None) != (wish.longitude is None):
        raise BadPlace(_("Say both, latitude and longitude, or neither."), field="latitude")
    hub = Place.objects.filter(code=wish.hub_code, kind=PlaceKind.HUB).first() if wish.hub_code else None
    if wish.hub_code and (hub is None or row.kind == PlaceKind.HUB):
        raise BadPlace(_("A hub serves it, and a hub needs none."), field="hub_code")
    for name in ("name", "district", "village", "address", "pincode", "organisation", "capacity_grams"):
        setattr(row, name, getattr(wish, name))
    for name in ("opens", "closes", "begins", "ends", "closed_from", "source"):
        setattr(row, name, getattr(wish, name))
    row.weekdays, row.hub = list(wish.weekdays), hub
    _locate(row, wish)
    row.save()
    _serve(row, wish)


def _locate(row: Place, wish: PlaceWish) -> None:
    if wish.latitude is not None:
        row.latitude, row.longitude, row.point = wish.latitude, wish.longitude, PointSource.OWN
        return
    point, row.point = gazetteer().point_of(wish.pincode, wish.village)
    row.latitude = Decimal(str(point.latitude)) if point else None
    row.longitude = Decimal(str(point.longitude)) if point else None


def _serve(row: Place, wish: PlaceWish) -> None:
    if wish.groups and row.kind not in SERVES_GROUPS:
        raise BadPlace(_("Only centres and hubs serve groups."), field="groups")
    if wish.prefixes and row.kind != PlaceKind.HUB:
        raise BadPlace(_("Only hubs serve PIN codes."), field="prefixes")
    unknown = sorted(set(wish.groups) - groups_by_code(wish.groups).keys())
    if unknown:
        raise BadPlace(_("There is no group %(code)s.") % {"code": unknown[0]}, field="groups")
    taken = ServedGroup.objects.filter(group_code__in=wish.groups).exclude(place=row)
    other = taken.select_related("place").order_by("group_code").first()
    if other is not None:
        said = {"code": other.group_code, "place": other.place.name}
        raise BadPlace(_("%(code)s brings its parcels to %(place)s already.") % said, field="groups")
    elsewhere = ServedPrefix.objects.filter(prefix__in=wish.prefixes).exclude(place=row)
    held = elsewhere.select_related("place").order_by("prefix").first()
    if held is not None:
        said = {"prefix": held.prefix, "place": held.place.name}
        raise BadPlace(_("%(prefix)s belongs to %(place)s already.") % said, field="prefixes")
    row.served_groups.exclude(group_code__in=wish.groups).delete()
    row.served_prefixes.exclude(prefix__in=wish.prefixes).delete()
    ServedGroup.objects.bulk_create(
        [ServedGroup(place=row, group_code=code) for code in wish.groups], ignore_conflicts=True
    )
    ServedPrefix.objects.bulk_create(
        [ServedPrefix(place=row, prefix=prefix) for prefix in wish.prefixes], ignore_conflicts=True
    )


def note(
    row: Place, what: str, before: dict[str, object], reason: str, key: str, by: User, now: datetime
) -> None:
    """Write down what was done to a place that was ``before``."""
    note_change(row, what, before, said_of(row), reason=reason, key=key, by=by, now=now)


def note_change(
    row: Place,
    what: str,
    before: dict[str, object],
    after: dict[str, object],
    *,
    reason: str,
    key: str,
    by: User,
    now: datetime,
) -> None:
    """Write the place's history and the audit: of a change, only what differs."""
    names = [name for name in after if before.get(name) != after[name]]
    old = {name: before[name] for name in names if name in before}
    new = {name: after[name] for name in names}
    PlaceChange.objects.create(
        key=key, place=row, what=what, before=old, after=new, reason=reason, at=now, actor=f"person:{by.pk}"
    )
    audit(
        actor=by, verb=f"place.{what}", target=f"place {row.code}", before=old, after={**new, "why": reason}
    )
