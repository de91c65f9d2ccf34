"""An exhibition's place: made and changed by the room that plans it, never typed in twice."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from jkrlm.people.facade import User
from logistics.places.errors import BadPlace, PlaceUnknown
from logistics.places.models import Place, PlaceChange
from logistics.places.selectors import network
from logistics.places.services.keep_place import PlaceWish, change_place, make_place
from logistics.places.states import PlaceKind


@dataclass(frozen=True, slots=True)
class ExhibitionPlace:
    """Where and when; ``begins`` and ``ends`` are both included. ``district``: outside of J&K, the state."""

    code: str
    name: str
    district: str
    town: str
    address: str
    pincode: str
    begins: date
    ends: date
    opens: time
    closes: time
    is_sample: bool = False


@transaction.atomic
def keep_exhibition_place(*, place: ExhibitionPlace, reason: str, key: str, by: User, now: datetime) -> str:
    """
    Make the place, or change it where it is there; sent again with its key, nothing happens. Returns its
    code.

    Raises:
        BadPlace: a value that cannot be, or the code is that of a place of another kind.
    """
    if PlaceChange.objects.filter(key=key).exists():
        return place.code
    row = Place.objects.filter(code=place.code).first()
    wish = _wish(place)
    if row is None:
        make_place(wish=wish, reason=reason, key=key, by=by, now=now, code=place.code)
        Place.objects.filter(code=place.code).update(is_sample=place.is_sample)
    elif row.kind != PlaceKind.EXHIBITION:
        raise BadPlace(_("Another place has this code."), field="code")
    else:
        version = row.version
        change_place(code=place.code, wish=wish, version=version, reason=reason, key=key, by=by, now=now)
    return place.code


def _wish(place: ExhibitionPlace) -> PlaceWish:
    return PlaceWish(
        kind=PlaceKind.EXHIBITION,
        name=place.name,
        district=place.district,
        village=place.town,
        address=place.address,
        pincode=place.pincode,
        latitude=None,
        longitude=None,
        hub_code=_hub_of(place.pincode),
        organisation="",
        capacity_grams=None,
        weekdays=(True,) * 7,
        opens=place.opens,
        closes=place.closes,
        begins=place.begins,
        ends=place.ends,
        closed_from=None,
        groups=(),
        prefixes=(),
        source="",
    )


def _hub_of(pincode: str) -> str:
    """Return the hub that serves a PIN code: none outside of J&K, where a fair may be held."""
    try:
        return network().hub_of(pincode).code
    except PlaceUnknown:
        return ""
