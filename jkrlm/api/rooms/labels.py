"""Lots and labels, for who makes them and puts them on pieces."""

from typing import Any
from uuid import UUID

import certification.labels.facade as labels
import certification.lots.facade as lots
from jkrlm.api import paging
from jkrlm.api.binding import HANDS, OFFICERS, ON_LOOKERS, Node, field, node, query
from jkrlm.api.caller import Caller
from jkrlm.api.errors import BadInput
from jkrlm.api.writes import write
from jkrlm.people.facade import audit

_CODES_MAX = 500


@query("lots", ON_LOOKERS)
def every_lot(_caller: Caller, words: str, first: int, after: str | None = None) -> dict[str, Any]:
    rows, has_more = lots.lots_page(words=words[:80], most=paging.size(first), after=paging.number(after))
    return paging.connection([(each.id, each) for each in rows], has_more=has_more)


@query("lot", ON_LOOKERS)
def one_lot(_caller: Caller, number: str) -> Node | None:
    try:
        return node(lots.lot(number))
    except lots.LotUnknown:
        return None


@query("labelBatches", ON_LOOKERS)
def batches(_caller: Caller, first: int, after: str | None = None) -> dict[str, Any]:
    rows, has_more = labels.batches_page(most=paging.size(first), before=paging.number(after))
    return paging.connection([(each.id, each) for each in rows], has_more=has_more)


@query("labelBatch", ON_LOOKERS)
def batch(_caller: Caller, number: int) -> Node | None:
    try:
        return node(labels.batch(number))
    except labels.LabelUnknown:
        return None


@query("label", ON_LOOKERS)
def label(_caller: Caller, code: str) -> Node | None:
    try:
        return node(labels.label(labels.plain(code[:100])))
    except labels.LabelUnknown:
        return None


@field("LabelBatch", "number")
def batch_number(source: Node, _caller: Caller) -> int:
    return int(source.id)


@field("Label", "batch")
def batch_of(source: Node, _caller: Caller) -> int:
    return int(source.batch_id)


@field("Label", "link")
def link(source: Node, _caller: Caller) -> str:
    return str(source.address.link)


def _show_lot(_caller: Caller, number: str) -> Node:
    return node(lots.lot(number))


@write("recallLot", OFFICERS, "lot", _show_lot)
def recall(caller: Caller, key: UUID, lot: str, reason: str, bearer: str) -> str:
    user, found = caller.person(), lots.lot(lot)
    made = lots.recall(found.number, reason, bearer, lots.Staff(user), key.hex)
    audit(
        actor=user,
        verb="cert.lot.recall",
        target=f"lot {found.number}",
        before={"state": found.state},
        after={"reason": made.reason, "bearer": made.bearer, "orders": list(made.orders)},
    )
    return found.number


@write("closeLot", OFFICERS, "lot", _show_lot)
def close(caller: Caller, key: UUID, lot: str) -> str:
    user, found = caller.person(), lots.lot(lot)
    lots.close_lot(found.number, lots.Staff(user))
    audit(actor=user, verb="cert.lot.close", target=f"lot {found.number}", before={"state": found.state})
    return found.number


def _show_batch(_caller: Caller, number: str) -> Node:
    return node(labels.batch(int(number)))


@write("orderLabels", OFFICERS, "batch", _show_batch)
def order(caller: Caller, key: UUID, certificate: str, count: int, layout: str) -> int:
    if layout not in labels.LAYOUTS:
        raise BadInput(f"The layouts are: {', '.join(labels.LAYOUTS)}.", field="layout")
    made = labels.ask_for_batch(certificate, count, layout, key, caller.person())
    labels.start_batch(made)
    return made


@write("attachBatch", HANDS, "batch", _show_batch)
def attach_batch(caller: Caller, key: UUID, batch: int) -> int:
    user = caller.person()
    done = labels.attach_batch(batch, f"person:{user.pk}")
    audit(actor=user, verb="cert.labels.attach", target=f"label batch {batch}", after={"count": done})
    return batch


def _codes(given: list[str]) -> tuple[str, ...]:
    if len(given) > _CODES_MAX:
        raise BadInput(f"At most {_CODES_MAX} codes at once.", field="codes")
    return labels.typed_codes(" ".join(given))


def _show_codes(_caller: Caller, ref: str) -> list[str]:
    return ref.split(",")


@write("attachLabels", HANDS, "codes", _show_codes)
def attach(caller: Caller, key: UUID, codes: list[str], unit: str) -> str:
    user, known = caller.person(), _codes(codes)
    labels.attach(known, f"person:{user.pk}", unit[:60])
    audit(actor=user, verb="cert.labels.attach", target=f"label {known[0]}", after={"codes": list(known)})
    return ",".join(known)


@write("takeOutLabels", HANDS, "codes", _show_codes)
def take_out(caller: Caller, key: UUID, codes: list[str], state: str, reason: str) -> str:
    user, known = caller.person(), _codes(codes)
    labels.take_out(known, labels.LabelStateName(state), reason[:200], f"person:{user.pk}")
    audit(
        actor=user,
        verb=f"cert.labels.{state}",
        target=f"label {known[0]}",
        after={"codes": list(known), "reason": reason[:200]},
    )
    return ",".join(known)
