"""Cases of the demo's group, in the states in which a desk meets them."""

from dataclasses import dataclass
from typing import Final

import certification.standards.facade as standards
from catalogue.facade import Listing, listings_of
from certification.cases.acts import apply, assign, complete, declare_village, send_back
from certification.cases.contracts import Application, Case
from certification.cases.models import InterestRow
from jkrlm.kernel import clock
from jkrlm.people.facade import User
from media.facade import store_picture
from sellers.registry.facade import OnRoll, roll

KEY: Final = "demo-case-{}"
#: How far each of the group's goods has come, in their order; ``made`` is for a visit to be made.
STAGES: Final = ("made", "incomplete", "made", "assigned", "submitted", "complete", "assigned")


@dataclass(frozen=True, slots=True)
class DemoSeller:
    """The member whose goods they are."""

    actor: str
    on_behalf_of: str = ""


@dataclass(frozen=True, slots=True)
class DemoCases:
    """Numbers of all cases, and of those whose visit and laboratory the demo lets be done."""

    numbers: tuple[str, ...]
    made: tuple[str, ...]


def load_demo_cases(*, group_code: str, officer: User, inspector: User, picture: bytes) -> DemoCases:
    """
    Bring goods of a group that have a standard for pieces to their stages.

    ``picture`` stands for every photograph. Told already, nothing happens; cut off, it goes on where it was.
    """
    women = [each for each in roll([group_code], on=clock.today()) if each.user_id is not None]
    member = next((each for each in women if each.role in ("member", "leader")), None)
    if member is None:
        return DemoCases((), ())
    if not InterestRow.objects.filter(user=inspector).exists():
        declare_village(inspector, "Srinagar", "Harwan", "My mother’s house (sample)")
    photo = store_picture(picture, private=True).key
    told: dict[str, str] = {}
    for place, (listing, version) in enumerate(_goods(group_code)[: len(STAGES)]):
        case = _applied(listing, version, STAGES[place], member, photo)
        _bring(case, STAGES[place], officer=officer, inspector=inspector)
        told[case.number] = STAGES[place]
    return DemoCases(tuple(told), tuple(number for number, stage in told.items() if stage == "made"))


def _goods(group_code: str) -> list[tuple[Listing, standards.Version]]:
    today = clock.today()
    found = []
    for each in sorted(listings_of((group_code,)), key=lambda row: row.id):
        version = standards.version_for(each.kind, on=today)
        if version is not None and version.subject != "lot" and each.product_id:
            found.append((each, version))
    return found


def _applied(listing: Listing, version: standards.Version, stage: str, member: OnRoll, photo: str) -> Case:
    photos = {each.code: (photo,) for each in version.evidence if each.kind == "photo"}
    papers = {each.code: (photo,) for each in version.evidence if each.kind == "document" and each.required}
    words = "Woven in her own house (sample)"
    said = {each.code: words for each in version.evidence if each.kind == "statement"}
    said |= {each.code: _said(each) for each in version.parameters_from("declared")}
    return apply(
        Application(
            key=KEY.format(listing.id),
            group_code=listing.group_code,
            person_id=member.person_id,
            kind=listing.kind,
            product_id=listing.product_id,
            title=listing.title,
            quantity=1 if version.subject == "unit" else max(1, listing.quantity),
            listing_id=listing.id,
            statements=said,
            photo_keys={} if stage == "incomplete" else photos,
            document_keys=papers,
        ),
        DemoSeller(f"person:{member.user_id}"),
    )


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
