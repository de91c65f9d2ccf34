"""Certificates as the group sees them: state in a word, an icon and a tint; what she can do now."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

import certification.cases.facade as cases
import certification.standards.facade as standards
from catalogue.facade import BlockReason, Listing
from certification.cases.facade import Case, CaseState
from jkrlm.kernel import clock
from sellers.portal.web.goods.rows import IN_SHOP, Look

LOOKS: Final = {
    CaseState.SUBMITTED: Look("clock", "wait", _("Asked for")),
    CaseState.INCOMPLETE: Look("warn", "err", _("Something is missing")),
    CaseState.COMPLETE: Look("clock", "wait", _("Waits for a visit")),
    CaseState.ASSIGNED: Look("clock", "wait", _("Being looked at")),
    CaseState.EVALUATED: Look("clock", "wait", _("Waits for the decision")),
    CaseState.GRANTED: Look("check", "ok", _("Granted")),
    CaseState.PARTLY_GRANTED: Look("check", "ok", _("Granted in part")),
    CaseState.RETURNED: Look("warn", "err", _("Sent back")),
    CaseState.REFUSED: Look("close", "err", _("Refused")),
    CaseState.WITHDRAWN: Look("close", "", _("Taken back")),
}
_LAB: Final = Look("clock", "wait", _("In the laboratory"))
#: In these she has something to do.
HERS: Final = (CaseState.INCOMPLETE, CaseState.RETURNED)
_OVER: Final = (CaseState.GRANTED, CaseState.PARTLY_GRANTED, CaseState.REFUSED, CaseState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Row:
    case: Case
    look: Look
    is_hers: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """Goods for which a certificate can be asked; ``needed``: they are not sold without it."""

    listing: Listing
    standard: str
    needed: bool


def row_of(found: Case) -> Row:
    look = _LAB if found.is_at_laboratory else LOOKS[found.state]
    return Row(found, look, found.state in HERS)


def waiting(listings: tuple[Listing, ...], under_way: tuple[Case, ...]) -> list[Waiting]:
    """Return the goods without an open case for which there is a standard, needed ones first."""
    held = {each.product_id for each in under_way if each.state not in _OVER}
    granted = {each.product_id for each in under_way if each.state in cases_that_stand()}
    told = []
    versions = {kind: each for each in standards.versions_in_force(on=clock.today()) for kind in each.kinds}
    for each in listings:
        version = versions.get(each.kind)
        if version is None or not each.product_id or each.state not in IN_SHOP or each.product_id in held:
            continue
        needed = needs_certificate(each)
        if needed or each.product_id not in granted:
            told.append(Waiting(each, version.title, needed))
    return sorted(told, key=lambda row: not row.needed)


def needs_certificate(found: Listing) -> bool:
    return any(block.reason == BlockReason.CERTIFICATE for block in found.blocks)


def cases_that_stand() -> tuple[CaseState, ...]:
    return (CaseState.GRANTED, CaseState.PARTLY_GRANTED)


def told(found: Case) -> list[tuple[str, str]]:
    """Return the last decisions, each with its reasons in the reader's language."""
    return [
        (str(each.outcome.label), "; ".join(cases.reason_label(code) for code in each.reasons))
        for each in cases.decisions(found.number)
    ]
