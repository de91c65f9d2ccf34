"""Demo mode only: a centre for each federation, invented and marked so; it stands where its groups are."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify

from jkrlm.kernel.dated import Standing
from logistics.places.geography import gazetteer
from logistics.places.models import Place, ServedGroup
from logistics.places.states import PlaceKind

SOURCE = "invented for the demo"
CAPACITY_GRAMS = 400_000


@dataclass(frozen=True, slots=True)
class DemoCentre:
    """A federation and the groups that bring their parcels to its centre; the first one is near it."""

    federation: str
    district: str
    pincode: str
    village: str
    group_codes: tuple[str, ...]


def load_demo_places(centres: tuple[DemoCentre, ...]) -> int:
    """
    Make the centres that are not there yet, by code; return how many. In each district's first federation the
    centre is a common facility centre.
    """
    made, with_facility = 0, set[str]()
    for centre in centres:
        is_facility = centre.district not in with_facility
        with_facility.add(centre.district)
        made += _make(centre, PlaceKind.FACILITY if is_facility else PlaceKind.COLLECTION)
    return made


@transaction.atomic
def _make(centre: DemoCentre, kind: PlaceKind) -> int:
    point, known_by = gazetteer().point_of(centre.pincode, centre.village)
    words = "facility centre" if kind == PlaceKind.FACILITY else "collection centre"
    row, is_new = Place.objects.get_or_create(
        code=f"centre-{slugify(centre.federation)}"[:40].strip("-"),
        defaults={
            "kind": kind,
            "name": f"{centre.federation} {words} (sample)",
            "district": centre.district,
            "village": centre.village,
            "pincode": centre.pincode,
            "latitude": point.latitude if point else None,
            "longitude": point.longitude if point else None,
            "point": known_by,
            "organisation": centre.federation,
            "capacity_grams": CAPACITY_GRAMS,
            "is_sample": True,
            "status": Standing.UNCONFIRMED,
            "source": SOURCE,
        },
    )
    if is_new:
        ServedGroup.objects.bulk_create(
            [ServedGroup(place=row, group_code=code) for code in centre.group_codes], ignore_conflicts=True
        )
    return int(is_new)
