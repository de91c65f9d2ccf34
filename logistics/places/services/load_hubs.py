"""The districts' hubs, which are the store's warehouses: at the post office of each district's seat."""

import csv
from typing import Final

from jkrlm.kernel.dated import Standing
from logistics.places.geography import DATA, gazetteer
from logistics.places.models import Place
from logistics.places.states import PlaceKind

SOURCE: Final = "seat of the district, by its post office; hours and capacity are not known"


def load_hubs() -> None:
    """Add the hubs that are not there yet, by code; what staff changed stays."""
    with (DATA / "hubs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    places = []
    for row in rows:
        point, known_by = gazetteer().point_of(row["pincode"], row["office"])
        places.append(
            Place(
                code=row["code"],
                kind=PlaceKind.HUB,
                name=row["name"],
                district=row["district"],
                village=row["office"],
                pincode=row["pincode"],
                latitude=point.latitude if point else None,
                longitude=point.longitude if point else None,
                point=known_by,
                warehouse=row["warehouse"],
                status=Standing.UNCONFIRMED,
                source=SOURCE,
            )
        )
    Place.objects.bulk_create(places, ignore_conflicts=True)
