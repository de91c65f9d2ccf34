"""The door of the portal: who acts, and the frame in which every page under /sell/ is shown."""

from uuid import UUID

from catalogue.facade import Kind
from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from jkrlm.people.facade import audit
from sellers.portal.access import (
    SellerRequest,
    act_for,
    acting_of,
    acting_of_session,
    current_member,
    for_sellers,
)
from sellers.portal.contracts import Acting, Place, Who
from sellers.portal.demo import demo_seller, load_demo_sellers
from sellers.portal.errors import ConsentMissing, NotYourGroup
from sellers.portal.selectors import kept_files
from sellers.portal.services.keep_file import keep_file
from sellers.portal.web.frame import seller_page
from sellers.portal.web.goods.earning import you_get
from sellers.portal.web.orders.papers import scan_path, set_buyer_language

__all__ = [
    "Acting",
    "ConsentMissing",
    "NotYourGroup",
    "Place",
    "SellerRequest",
    "Who",
    "act_for",
    "acting_of",
    "acting_of_session",
    "audit_act",
    "current_member",
    "demo_seller",
    "for_sellers",
    "keep_evidence",
    "kept_evidence",
    "load_demo_sellers",
    "scan_path",
    "seller_page",
    "set_buyer_language",
    "share_lines",
]


def keep_evidence(draft: UUID, name: UUID, data: bytes, *, group_code: str, person_id: int) -> UUID:
    """
    Keep a photograph for an application that is still to come; the same draft and name again change nothing.

    Raises:
        TooManyFiles, PictureRefused.
    """
    kept = keep_file(
        draft=draft,
        name=name,
        kind="photo",
        data=data,
        group_code=group_code,
        person_id=person_id,
        now=clock.now(),
    )
    return kept.name


def kept_evidence(draft: UUID, *, group_code: str, person_id: int) -> dict[UUID, str]:
    """Return name -> media's key of what a member sent ahead; nothing for another's draft."""
    rows = kept_files(draft, group_code=group_code, person_id=person_id)
    return {each.name: each.stored_key for each in rows if each.kind == "photo"}


def share_lines(group_code: str, kind: Kind, price: Money) -> tuple[tuple[str, Money], ...]:
    """
    Return how the price of one piece becomes what the group gets, in words and sums.

    Raises:
        NobodyMaySell: the message says why.
    """
    return you_get(group_code=group_code, kind=kind, price=price).lines


def audit_act(
    acting: Acting,
    *,
    verb: str,
    target: str,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    """Write into the audit who did it, for whom, and under which consent; in the caller's transaction."""
    consent: dict[str, object] = {"consent": acting.consent} if acting.consent is not None else {}
    audit(
        actor=acting.user,
        verb=verb,
        target=target,
        before=before,
        after={**(after or {}), **consent},
        on_behalf_of=acting.on_behalf_of,
    )
