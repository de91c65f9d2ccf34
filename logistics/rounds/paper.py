"""
A round on paper, in the driver's language: the stops with their hours, parcels to tick, a place to
sign.
"""

from pathlib import Path
from typing import Final

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from logistics.rounds.models import Round, Stop
from logistics.rounds.rows import Known, clock_of, known_places, name_in, where_in
from media.facade import pdf

_TEMPLATE: Final = Path(__file__).parent / "documents" / "round.typ"
LANGUAGES: Final = ("en", "hi", "ur")


def round_pdf(row: Round, language: str) -> bytes:
    """Return the paper of a round with its stops and parcels; the same round gives the same bytes."""
    with translation.override(language):
        known = known_places(rounds=[row])
        data = {
            "title": _("Round %(code)s") % {"code": row.code},
            "code": row.code,
            "about": [
                [_("Day"), date_format(row.plan.day, "j F Y")],
                [_("Hub"), name_in(known, row.hub_code)],
                [_("Vehicle"), f"{row.vehicle.name}, {row.vehicle.code}"],
                [_("Driver"), row.driver.name if row.driver else "…………………………"],
                [_("Leaves"), clock_of(row.leaves)],
                [_("Back"), clock_of(row.back)],
                [_("Way"), _("%(km)s km") % {"km": round(row.metres / 1000)}],
                [_("Load"), _("%(kg)s kg") % {"kg": round(row.grams / 1000, 1)}],
            ],
            "words": {
                "parcels": _("Parcels: tick what is taken along"),
                "open": _("Open"),
                "signed": _("Signed at the place"),
                "shut": _("Nobody was there"),
                "nothing": _("Nothing was there"),
            },
            "stops": [_stop(stop, known) for stop in row.stops.all()],
        }
        return pdf(_TEMPLATE, data, language=language)


def _stop(stop: Stop, known: Known) -> dict[str, object]:
    return {
        "position": stop.position,
        "name": name_in(known, stop.place_code),
        "where": where_in(known, stop.place_code),
        "arrives": clock_of(stop.arrives),
        "open": f"{clock_of(stop.opens)}–{clock_of(stop.closes)}",
        "parcels": sorted(each.parcel_code for each in stop.parcels.all()),
    }
