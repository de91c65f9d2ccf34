"""A federation, who holds its posts, and the groups that belong to it."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from sellers.registry import models
from sellers.registry.errors import NotHere
from sellers.registry.selectors.people import holds

GROUPS_SHOWN: Final = 500


@dataclass(frozen=True, slots=True)
class OfficerRow:
    post: str
    name: str
    phone: str
    held_from: date
    held_to: date | None


@dataclass(frozen=True, slots=True)
class FederationPage:
    """``groups`` are (code, name) of those that belong to it on the day, GROUPS_SHOWN at most."""

    id: int
    name: str
    district: str
    officers: tuple[OfficerRow, ...]
    groups: tuple[tuple[str, str], ...]


def federation_page(federation_id: int, *, on: date) -> FederationPage:
    """
    Three queries.

    Raises:
        NotHere: no such federation.
    """
    found = models.ClusterLevelFederation.objects.select_related("district").filter(pk=federation_id).first()
    if found is None:
        raise NotHere(_("There is no such federation."))
    officers = models.Officer.objects.filter(federation=found).select_related("person")
    belonging = models.Placement.objects.filter(holds(on), federation=found).order_by("group__name")
    return FederationPage(
        id=found.pk,
        name=found.name,
        district=found.district.name,
        officers=tuple(
            OfficerRow(
                post=str(models.OfficerPost(row.post).label),
                name=row.person.name,
                phone=row.person.phone,
                held_from=row.held_from,
                held_to=row.held_to,
            )
            for row in officers.order_by("held_to", "post", "-held_from")
        ),
        groups=tuple(belonging.values_list("group__code", "group__name")[:GROUPS_SHOWN]),
    )
