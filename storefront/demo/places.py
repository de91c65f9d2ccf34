"""The demo's centres, invented where the groups of each federation are, and a road that snow makes slow."""

from datetime import timedelta

from jkrlm.kernel.clock import now, today
from jkrlm.people.facade import User
from logistics.facade import ClosureWish, close_road
from logistics.places.facade import DemoCentre, load_demo_places
from sellers.registry.facade import groups

CLOSURE_KEY = "demo-closure"


def load_demo_logistics(keeper: User) -> None:
    """Make what is not there yet."""
    load_demo_places(_centres())
    wish = ClosureWish(
        prefix="",
        district="Poonch",
        only_crossing=True,
        begins=today(),
        ends=today() + timedelta(days=20),
        days_added=3,
        reason="Snow on the Mughal Road (sample)",
    )
    close_road(wish=wish, key=CLOSURE_KEY, by=keeper, now=now())


def _centres() -> tuple[DemoCentre, ...]:
    of_federation: dict[str, list[str]] = {}
    known = {group.code: group for group in groups()}
    for code, group in known.items():
        if group.cluster_level_federation:
            of_federation.setdefault(group.cluster_level_federation, []).append(code)
    return tuple(
        DemoCentre(
            federation=name,
            district=known[codes[0]].district,
            pincode=known[codes[0]].pincode,
            village=known[codes[0]].village,
            group_codes=tuple(codes),
        )
        for name, codes in sorted(of_federation.items())
    )
