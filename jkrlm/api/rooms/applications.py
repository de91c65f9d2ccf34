"""A group asks for a certificate, completes it, takes it back, appeals: as the portal's pages do."""

from typing import Any, Final
from uuid import UUID

import catalogue.facade as catalogue
import certification.cases.facade as cases
import certification.lots.facade as lots
import certification.standards.facade as standards
import sellers.portal.facade as portal
from jkrlm.api import paging
from jkrlm.api.binding import SELLERS, query
from jkrlm.api.caller import Caller
from jkrlm.api.errors import BadInput
from jkrlm.api.rooms.cases import show_appeal, show_case
from jkrlm.api.writes import write
from jkrlm.kernel import clock

_EACH: Final = 4


@query("myCases", SELLERS)
def my_cases(caller: Caller, first: int, after: str | None = None) -> dict[str, Any]:
    """Of all groups that she belongs to or helps, as her pages show them."""
    return paging.sliced(cases.cases_of(caller.seller().group_codes), first, after)


def _acting(caller: Caller, group_code: str) -> tuple[portal.Acting, int]:
    """
    Return how she acts for a group, and as whom: herself, or the member who agreed that a helper acts.

    Raises:
        Denied; NotYourGroup; ConsentMissing: nobody has agreed.
    """
    acting = portal.act_for(caller.seller(), group_code)
    if acting.member is None:
        raise portal.NotYourGroup
    return acting, acting.member.id


def _case(caller: Caller, number: str) -> tuple[portal.Acting, int, cases.Case]:
    """Raises CaseUnknown, for another's as for none; ConsentMissing."""
    found = cases.case(number)
    if found.group_code not in caller.seller().group_codes:
        found = cases.case("")
    acting, person_id = _acting(caller, found.group_code)
    return acting, person_id, found


@write("keepEvidence", SELLERS, "file", lambda _caller, name: name)
def keep_evidence(caller: Caller, key: UUID, draft: UUID, group: str, data: bytes) -> UUID:
    _acting_for, person_id = _acting(caller, group)
    return portal.keep_evidence(draft, key, data, group_code=group, person_id=person_id)


@write("applyForCertificate", SELLERS, "case", show_case)
def apply(caller: Caller, key: UUID, input: dict[str, Any]) -> str:
    goods = _goods(caller, input["product"])
    acting, person_id = _acting(caller, goods.group_code)
    if acting.consent is not None and goods.person_id not in (None, person_id):
        raise _no_goods()
    version = standards.version_for(goods.kind, on=clock.today())
    lot_number, quantity = "", 1
    if version is not None and version.subject == "product":
        quantity = input["quantity"]
    elif version is not None and version.subject == "lot":
        lot_number, quantity = _lot(acting, goods, input, key, version)
    made = cases.apply(
        cases.Application(
            key=key.hex,
            group_code=goods.group_code,
            person_id=person_id,
            kind=goods.kind,
            product_id=goods.product_id,
            title=goods.title,
            quantity=quantity,
            lot_number=lot_number,
            listing_id=goods.id,
            **_evidence(input, goods.group_code, person_id),
        ),
        acting.by(),
    )
    portal.audit_act(
        acting, verb="ask-certificate", target=f"case {made.number}", after={"listing": goods.id}
    )
    return made.number


@write("completeApplication", SELLERS, "case", show_case)
def complete(caller: Caller, key: UUID, case: str, input: dict[str, Any]) -> str:
    acting, person_id, found = _case(caller, case)
    made = cases.supplement(
        found.number, acting.by(), key=key.hex, **_evidence(input, found.group_code, person_id)
    )
    portal.audit_act(acting, verb="complete-certificate", target=f"case {found.number}")
    return made.number


@write("withdrawApplication", SELLERS, "case", show_case)
def withdraw(caller: Caller, key: UUID, case: str) -> str:
    acting, _person_id, found = _case(caller, case)
    cases.withdraw(found.number, acting.by())
    portal.audit_act(acting, verb="withdraw-certificate", target=f"case {found.number}")
    return found.number


@write("askAppeal", SELLERS, "appeal", show_appeal)
def ask_appeal(caller: Caller, key: UUID, case: str, words: str) -> str:
    acting, _person_id, found = _case(caller, case)
    made = cases.ask_appeal(found.number, words, acting.by(), key.hex)
    portal.audit_act(acting, verb="appeal-certificate", target=f"case {found.number}")
    return f"{made.case_number}/{made.id}"


def _goods(caller: Caller, product_id: str) -> catalogue.Listing:
    acting = caller.seller()
    person = acting.member.id if acting.member is not None else None
    for each in catalogue.listings_of(acting.group_codes, person_id=person):
        if product_id and each.product_id == product_id:
            return each
    raise _no_goods()


def _no_goods() -> BadInput:
    return BadInput("None of your goods in the shop has this id.", code="GOODS_UNKNOWN", field="product")


def _lot(
    acting: portal.Acting,
    goods: catalogue.Listing,
    input: dict[str, Any],
    key: UUID,
    version: standards.Version,
) -> tuple[str, int]:
    """Return the batch that is named, or a new one. Raises LotUnknown, BadLot; BadInput: neither is named."""
    if input.get("lot"):
        return lots.lot(input["lot"]).number, input["quantity"]
    new = input.get("new_lot")
    if not new:
        raise BadInput("Name the batch by lot, or describe it by newLot.", field="lot")
    if version.expires and new.get("expires_on") is None:
        raise BadInput("Write the last day on which it is good.", field="expiresOn")
    made = lots.open_lot(
        f"case:{key.hex}",
        goods.group_code,
        goods.product_id,
        goods.title,
        new["made_on"],
        new.get("expires_on"),
        input["quantity"],
        acting.by(),
    )
    return made.number, input["quantity"]


def _evidence(input: dict[str, Any], group_code: str, person_id: int) -> dict[str, Any]:
    """Return words and media's keys by code, of this member's own files alone. Raises BadInput."""
    draft = input.get("draft")
    kept = (
        portal.kept_evidence(draft, group_code=group_code, person_id=person_id) if draft is not None else {}
    )

    def keys(given: list[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
        missing = [name for each in given for name in each["files"] if name not in kept]
        if missing:
            raise BadInput("A file was not sent by keepEvidence under this draft.", field="files")
        return {each["code"]: tuple(kept[name] for name in each["files"][:_EACH]) for each in given}

    return {
        "statements": {each["code"]: each["words"][:2000] for each in input["statements"]},
        "photo_keys": keys(input["photos"]),
        "document_keys": keys(input["documents"]),
    }
