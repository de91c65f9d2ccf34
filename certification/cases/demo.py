"""Cases of the demo's groups, in the states in which a desk meets them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import certification.standards.facade as standards
from catalogue.facade import Listing, listings_of
from certification.cases.acts import apply, assign, complete, declare_village, send_back
from certification.cases.contracts import Application, By, Case
from certification.cases.errors import AppliedAlready
from certification.cases.models import Case as CaseRow
from certification.cases.models import InterestRow
from certification.cases.selectors.rows import case
from jkrlm.kernel import clock
from jkrlm.people.facade import User
from media.facade import store_picture

KEY: Final = "demo-case-{}"
#: Where the inspector has family: its groups' cases are for others.
VILLAGE: Final = ("Bandipora", "Hajin")


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """
    Whose goods, who applies for them, and how far each has come, in their order.

    Stages: submitted, incomplete, complete, assigned; ``made`` is for a visit to be made. ``lots`` names the
    lot of goods whose standard is for lots: without one they are left out. ``picture`` stands for every
    photograph.
    """

    code: str
    seller: By
    person_id: int | None
    stages: tuple[str, ...]
    picture: bytes
    lots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DemoCases:
    """Numbers of all cases, and of those whose visit and laboratory the demo lets be done."""

    numbers: tuple[str, ...]
    made: tuple[str, ...]


def load_demo_cases(groups: tuple[DemoGroup, ...], *, officer: User, inspector: User) -> DemoCases:
    """
    Bring goods of groups that have a standard to their stages; told already, nothing happens.

    Cut off, it goes on where it was. Goods for which somebody else has applied are left to her.
    """
    if not InterestRow.objects.filter(user=inspector).exists():
        declare_village(inspector, *VILLAGE, "My mother’s house (sample)")
    told: dict[str, str] = {}
    for group in groups:
        photo = store_picture(group.picture, private=True).key
        for (listing, version), stage in zip(_goods(group), group.stages, strict=False):
            found = _applied(group, listing, version, stage, photo)
            if found is not None:
                _bring(found, stage, officer=officer, inspector=inspector)
                told[found.number] = stage
    return DemoCases(tuple(told), tuple(number for number, stage in told.items() if stage == "made"))


def _goods(group: DemoGroup) -> list[tuple[Listing, standards.Version]]:
    today = clock.today()
    found = []
    for each in sorted(listings_of((group.code,)), key=lambda row: row.id):
        version = standards.version_for(each.kind, on=today)
        if (
            version is not None
            and each.product_id
            and (version.subject != "lot" or group.lots.get(each.product_id))
        ):
            found.append((each, version))
    return found


def _applied(
    group: DemoGroup, listing: Listing, version: standards.Version, stage: str, photo: str
) -> Case | None:
    key = KEY.format(listing.id)
    known = CaseRow.objects.filter(key=key).first()
    if known is not None:
        return case(known.number)
    photos = {each.code: (photo,) for each in version.evidence if each.kind == "photo"}
    papers = {each.code: (photo,) for each in version.evidence if each.kind == "document" and each.required}
    words = "Made in her own house (sample)"
    said = {each.code: words for each in version.evidence if each.kind == "statement"}
    said |= {each.code: _said(each) for each in version.parameters_from("declared")}
    wish = Application(
        key=key,
        group_code=group.code,
        person_id=group.person_id,
        kind=listing.kind,
        product_id=listing.product_id,
        lot_number=group.lots.get(listing.product_id, ""),
        title=listing.title,
        quantity=1 if version.subject == "unit" else max(1, listing.quantity),
        listing_id=listing.id,
        statements=said,
        photo_keys={} if stage == "incomplete" else photos,
        document_keys=papers,
    )
    try:
        return apply(wish, group.seller)
    except AppliedAlready:
        return None


def _bring(case: Case, stage: str, *, officer: User, inspector: User) -> None:
    """Move a case that was just applied for to its stage; one that has moved already stays."""
    if case.state != "submitted" or stage == "submitted":
        return
    if stage == "incomplete":
        send_back(case.number, case.missing, "In daylight (sample)", officer)
        return
    complete(case.number, officer)
    if stage != "complete":
        assign(case.number, inspector.pk, officer)


def _said(parameter: standards.Parameter) -> str:
    """Return what a maker may declare."""
    if parameter.kind == "boolean":
        return "yes"
    return parameter.choices[0].code if parameter.choices else "40"
