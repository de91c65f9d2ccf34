"""The door of places. Here the clock is read."""

from datetime import date

from jkrlm.kernel import clock
from jkrlm.people.facade import User
from logistics.places import selectors
from logistics.places.contracts import Fill, Place, Worker, kilos
from logistics.places.demo import DemoCentre, load_demo_places
from logistics.places.elsewhere import set_held
from logistics.places.errors import BadPlace, PlaceChanged, PlaceUnknown, PointUnknown
from logistics.places.network import Network, distance_km
from logistics.places.selectors import fills, network, place, places, places_by_code, why_closed, workers
from logistics.places.services.keep_exhibition import ExhibitionPlace
from logistics.places.services.keep_exhibition import keep_exhibition_place as _keep_exhibition
from logistics.places.states import PlaceKind

__all__ = [
    "BadPlace",
    "DemoCentre",
    "ExhibitionPlace",
    "Fill",
    "Network",
    "Place",
    "PlaceChanged",
    "PlaceKind",
    "PlaceUnknown",
    "PointUnknown",
    "Worker",
    "collection_place_of",
    "distance_km",
    "fills",
    "hub_of",
    "is_open",
    "keep_exhibition_place",
    "kilos",
    "load_demo_places",
    "network",
    "place",
    "places",
    "places_by_code",
    "set_held",
    "why_closed",
    "workers",
]


def hub_of(pincode: str) -> Place:
    """
    Return the hub that serves a PIN code. One query.

    Raises:
        PlaceUnknown: none does; always so outside Jammu and Kashmir.
    """
    return network().hub_of(pincode)


def collection_place_of(group_code: str) -> Place:
    """
    Return where a group brings its parcels: its centre, else its own place, where they are fetched.

    Raises:
        PlaceUnknown: there is no such group.
    """
    return selectors.centre_of(group_code)


def is_open(code: str, day: date) -> bool:
    """
    Say whether a place works on a day: weekdays, its own closed days, an exhibition's days. The holidays of
    all are ``logistics.facade.holidays``.

    Raises:
        PlaceUnknown: there is no such place.
    """
    return network().is_open(place(code), day)


def keep_exhibition_place(place: ExhibitionPlace, *, reason: str, key: str, by: User) -> str:
    """
    Make or change the place of an exhibition, once for ``key``; returns its code.

    Raises:
        BadPlace: a value that cannot be; PlaceUnknown: no hub serves the PIN code.
    """
    return _keep_exhibition(place=place, reason=reason, key=key, by=by, now=clock.now())
