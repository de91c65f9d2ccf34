"""The demo's certificates: asked for, seen, measured, decided, printed; each desk has something to do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.conf import settings

import certification.cases.facade as cases
import certification.certificates.facade as certificates
import certification.inspection.facade as inspection
import certification.laboratory.facade as laboratory
import certification.lots.facade as lots
import certification.standards.facade as standards
import certification.verification.facade as verification
from catalogue.facade import Listing, listings_of
from jkrlm.kernel import relay
from jkrlm.kernel.clock import today
from jkrlm.kernel.locks import advisory_lock
from jkrlm.people.facade import User
from sellers.registry.facade import OnRoll, groups_by_code, roll
from storefront.demo.people import demo_user

PICTURES: Final = settings.BASE_DIR / "catalogue" / "demo" / "pictures"
#: The demo's group, one that the resource person helps, and one from the inspector's own village.
GROUP: Final = "KZ09"
HELPED: Final = "KZ11"
VILLAGE: Final = "KZ14"
#: Goods in lots that expire, beside those of the demo's group.
FOOD: Final = ("KZ01", "KZ02")
REASON: Final = "The visit and the laboratory found what the standard asks for (sample)."
#: So many visits are made: some are granted, one waits for the decision, one for the laboratory.
MADE: Final = 6
#: Written last: where it is, the story has been told, and what people have done since is left to them.
COMPLAINT: Final = "The border of my stole came loose after a week (sample)."


@dataclass(frozen=True, slots=True)
class Actor:
    """Who applies, for whom."""

    actor: str
    on_behalf_of: str = ""


def load_demo_certification(progress: Callable[[str], None]) -> None:
    """Tell it once; begun again after it was cut off, it goes on where it was."""
    with advisory_lock("storefront.load_demo_certification"):
        if any(each.words == COMPLAINT for each in cases.complaints()):
            return
        women = [each for each in roll([GROUP], on=today()) if each.role == "member" and each.user_id]
        if not women or not listings_of((GROUP,)):
            return
        progress("    demo certificates …")
        officer = _user("officer")
        standards.load_demo_standards(writer=_user("lab"), approver=officer)
        told = cases.load_demo_cases(
            _groups(women[0], _lots(officer)), officer=officer, inspector=_user("inspector")
        )
        if len(told.made) < MADE:
            return  # somebody else has asked for what the story needs
        granted, waits = told.made[:-2], told.made[-2]  # and of the last the sample waits to be verified
        relay.drain()
        inspection.load_demo_visits(made=told.made)
        relay.drain()
        laboratory.load_demo_samples(
            first=_user("lab"), second=_user("lab-verifier"), released=(*granted, waits)
        )
        for number in granted:
            _grant(number, officer)
        relay.drain()
        numbers = tuple(each.number for case in granted for each in certificates.certificates_of_case(case))
        verification.load_demo_labels(numbers, officer)
        certificates.load_demo_certificates(granted)
        relay.drain()
        cases.complain("demo-complaint", COMPLAINT, case_number=granted[0], certificate_number=numbers[0])


def _lots(officer: User) -> dict[str, str]:
    """Return the lot, by product, for which a certificate is asked: the younger of two."""
    goods: list[tuple[Listing, bool]] = []
    for listing in listings_of((GROUP, *FOOD)):
        version = standards.version_for(listing.kind, on=today())
        if version is not None and version.subject == "lot" and listing.product_id:
            goods.append((listing, version.expires))
    goods.sort(key=lambda pair: pair[0].id)
    opened = lots.load_demo_lots(
        tuple((each.group_code, each.product_id, each.title, expires) for each, expires in goods),
        lots.Staff(officer),
    )
    return {each.product_id: number for (each, _), number in zip(goods, opened[1::2], strict=True)}


def _groups(member: OnRoll, lot_numbers: dict[str, str]) -> tuple[cases.DemoGroup, ...]:
    """
    Return who asks for what. The pieces of the demo's own group come first, so that they are granted; the
    last one granted is suspended later and belongs to the group beside it.
    """
    names = {code: group.name for code, group in groups_by_code((HELPED, VILLAGE)).items()}
    helper, keeper = f"person:{_user('crp').pk}", f"person:{_user('editor').pk}"
    return (
        cases.DemoGroup(
            GROUP,
            Actor(f"person:{member.user_id}"),
            member.person_id,
            ("made", "made", "made"),
            _picture("kani-wool-stole"),
            lot_numbers,
        ),
        cases.DemoGroup(
            HELPED,
            Actor(helper, names[HELPED]),
            None,
            ("made", "made", "made", "assigned", "assigned", "incomplete"),
            _picture("papier-mache-jewellery-box-hazara"),
        ),
        cases.DemoGroup(
            VILLAGE,
            Actor(keeper, names[VILLAGE]),
            None,
            ("complete", "submitted"),
            _picture("wool-knotted-carpet-4x6-ft-hamadan"),
        ),
    )


def _grant(number: str, officer: User) -> None:
    case = cases.case(number)
    if case.state == cases.CaseState.EVALUATED:
        cases.decide(number, cases.Outcome.GRANT, (), REASON, case.quantity, officer, f"demo-{number}")


def _picture(name: str) -> bytes:
    return (PICTURES / f"{name}.webp").read_bytes()


def _user(key: str) -> User:
    found = demo_user(key)
    assert found is not None  # staff are made the first time; the women by load_demo_sellers before
    return found[0]
