"""What happened in the rooms below, as news for the women whom it concerns. Each may come twice."""

from datetime import datetime
from typing import Final

from certification.cases.facade import Outcome, decision_by_id
from certification.certificates.facade import CertificateState, Reason
from jkrlm.kernel import clock
from jkrlm.kernel.outbox import Event
from sellers.notices.services.push_notice import push_notice
from sellers.notices.services.tell import News, tell
from sellers.orders.facade import (
    By,
    SellerOrderCard,
    SellerOrderState,
    SellerOrderUnknown,
    card,
    sold_lines_by_id,
)
from sellers.registry.facade import roll

_DECIDED: Final = {
    Outcome.GRANT: "case-granted",
    Outcome.GRANT_PART: "case-granted",
    Outcome.REFUSE: "case-refused",
}
_CHANGED: Final = {
    CertificateState.SUSPENDED: "certificate-suspended",
    CertificateState.WITHDRAWN: "certificate-withdrawn",
    CertificateState.VALID: "certificate-reinstated",
}
CLOCK: Final = By("clock").actor
#: The kinds of adjustments, as the events say them, that are told.
CANCELLED_LINES: Final = "cancelled-lines"
ADJUSTED: Final = ("penalty", "credit")


def on_seller_order_placed(event: Event) -> None:
    order = _card(event)
    if order is not None and order.state == SellerOrderState.NEW:
        _tell("order-placed", event, order.code, number=order.number, day=order.pack_by.isoformat())


def on_seller_order_unanswered(event: Event) -> None:
    order = _card(event)
    if order is not None and order.state == SellerOrderState.NEW:
        _tell("order-unanswered", event, order.code, number=order.number)


def on_seller_order_moved(event: Event) -> None:
    """What was cancelled without her is news; what the group or its helper does herself she knows."""
    if event.payload["state"] != SellerOrderState.CANCELLED.value or _is_her_own(event):
        return
    order = _card(event)
    if order is not None:
        kind = "order-cancelled" if event.payload.get("by") == CLOCK else "order-called-off"
        _tell(kind, event, order.code, number=order.number)


def on_seller_order_shortened(event: Event) -> None:
    """React to SellerOrderTakenBack: somebody else took pieces out of a parcel that has not left."""
    if event.payload["kind"] != CANCELLED_LINES or _is_her_own(event):
        return
    order = _card(event)
    if order is not None:
        _tell(
            "order-shortened", event, f"{order.code} {event.payload['reference']}"[:120], number=order.number
        )


def on_seller_adjusted(event: Event) -> None:
    """React to SellerAdjusted: a penalty, or money given, that two people of the staff decided."""
    payload = event.payload
    if payload["kind"] in ADJUSTED:
        _tell(payload["kind"], event, payload["reference"], amount=payload["amount"])


def on_parcel_given_back(event: Event) -> None:
    order = _card(event)
    if order is not None:
        _tell("parcel-back", event, f"{order.code} {event.payload['time']}", number=order.number)


def on_payout_paid(event: Event) -> None:
    _tell(
        "payout-paid",
        event,
        event.payload["reference"],
        amount=event.payload["amount"],
        utr=event.payload["utr"],
    )


def on_payout_returned(event: Event) -> None:
    _tell("payout-returned", event, event.payload["reference"], amount=event.payload["amount"])


def on_payout_held(event: Event) -> None:
    _tell("payout-held", event, f"{event.payload['group']} {event.issued_at:%Y-%m-%dT%H:%M:%S}")


def on_bank_account_approved(event: Event) -> None:
    """So that a change nobody in the group asked for comes to light before money goes there."""
    day = clock.local_date(datetime.fromisoformat(event.payload["current_from"])).isoformat()
    code = event.payload["code"]
    news = News("account-changes", code, f"{code} {day}", _named(event, day=day))
    tell(news=news, on=clock.today(), now=clock.now())


def on_listing_sent_back(event: Event) -> None:
    _tell_one("goods-sent-back", event, title=event.payload.get("title", ""))


def on_listing_photo_hidden(event: Event) -> None:
    """React to ListingPhotoHidden: she finds out why before she misses it."""
    _tell_one("photo-hidden", event, title=event.payload["title"])


def on_listing_on_sale(event: Event) -> None:
    _tell_one("goods-on-sale", event, title=event.payload.get("title", ""))


def on_attribution_asked(event: Event) -> None:
    line = sold_lines_by_id([event.payload["line"]]).get(event.payload["line"])
    if line is not None:
        _tell_one("share-asked", event, number=line.order_number)


def on_text_decided(event: Event) -> None:
    """React to ShopTextDecided: what buyers wrote and ask is news once it is published, her answer if not."""
    what, state = event.payload["what"], event.payload["state"]
    kind = {
        ("review", "published"): "review-written",
        ("question", "published"): "question-asked",
        ("answer", "refused"): "answer-sent-back",
    }.get((what, state))
    if kind and event.payload["group"]:
        subject = f"{what} {event.payload['id']} v{event.payload['version']}"
        _tell(kind, event, subject, title=event.payload["title"], stars=str(event.payload["stars"]))


def on_grievance_answered(event: Event) -> None:
    """React to GrievanceMoved: the officer wrote to a seller about her own matter."""
    if event.payload.get("person_id"):
        _tell_one("grievance-news", event, number=event.payload["number"])


def on_case_returned(event: Event) -> None:
    """Something is missing, or it was decided that it is to be mended; each time is news."""
    kind = "case-incomplete" if event.payload["why"] == "incomplete" else "case-returned"
    _tell(kind, event, f"event {event.id}", title=event.payload["title"])


def on_case_decided(event: Event) -> None:
    """Granted with its grade, or refused; what was sent back is told by CaseReturned."""
    made = decision_by_id(event.payload["decision_id"])
    kind = _DECIDED.get(made.outcome)
    if kind is not None:
        subject = f"{made.case_number} round {made.round}"
        _tell(kind, event, subject, title=event.payload["title"], grade=made.grade_name)


def on_case_reopened(event: Event) -> None:
    _tell("case-reopened", event, f"event {event.id}", title=event.payload["title"])


def on_certificate_changed(event: Event) -> None:
    """A new certificate is told by its decision, the end of a term by the calendar."""
    payload = event.payload
    if payload["reason"] == Reason.GRANTED:
        return
    kind = _CHANGED.get(payload["state"])
    if kind is not None:
        _tell(kind, event, f"event {event.id}", number=payload["number"])


def on_stalls_called(event: Event) -> None:
    payload = event.payload
    _tell("stalls-called", event, payload["exhibition"], name=payload["name"], day=payload["deadline"])


def on_stall_allotted(event: Event) -> None:
    """Also when two stalls were exchanged: it has another number then."""
    _tell_of_stall("stall-allotted", event)


def on_stall_not_allotted(event: Event) -> None:
    _tell_of_stall("stall-none", event)


def on_stall_offered(event: Event) -> None:
    _tell_of_stall("stall-offered", event, day=event.payload["by"])


def on_stall_given_up(event: Event) -> None:
    """React to StallGivenUp: what the group gave up itself it knows."""
    if event.payload["why"] != "given-up":
        _tell_of_stall("stall-lost", event)


def on_fair_called_off(event: Event) -> None:
    payload = event.payload
    _tell("fair-cancelled", event, payload["application"], name=payload["name"], why=payload["why"])


def on_fair_days_changed(event: Event) -> None:
    payload = event.payload
    said = {"name": payload["name"], "day": payload["opens_on"], "until": payload["closes_on"]}
    _tell("fair-days", event, f"{payload['application']} {payload['change']}", **said)


def on_allowance_credited(event: Event) -> None:
    _tell("allowance", event, f"event {event.id}", amount=event.payload["amount"])


def on_group_settled(event: Event) -> None:
    payload = event.payload
    _tell("fair-settled", event, f"event {event.id}", name=payload["name"], amount=payload["amount"])


def _tell_of_stall(kind: str, event: Event, **facts: str) -> None:
    payload = event.payload
    _tell(kind, event, f"event {event.id}", name=payload["name"], stall=payload.get("stall", ""), **facts)


def on_notice_written(event: Event) -> None:
    """
    Raises:
        PushUnavailable: the event comes again.
    """
    push_notice(notice_id=event.payload["notice_id"])


def _card(event: Event) -> SellerOrderCard | None:
    try:
        return card(event.payload["code"], group_codes=[event.payload["group"]])
    except SellerOrderUnknown:
        return None


def _is_her_own(event: Event) -> bool:
    """Return whether somebody of the group, or who helps it, did it."""
    there = roll([event.payload["group"]], on=clock.today())
    return event.payload.get("by") in {f"person:{each.user_id}" for each in there if each.user_id}


def _tell(kind: str, event: Event, subject: str, **facts: str) -> None:
    news = News(kind, event.payload["group"], subject, _named(event, **facts))
    tell(news=news, on=clock.today(), now=clock.now())


def _tell_one(kind: str, event: Event, **facts: str) -> None:
    """``subject`` is this event: a piece may be sent back twice."""
    news = News(
        kind, event.payload["group"], f"event {event.id}", _named(event, **facts), event.payload["person_id"]
    )
    tell(news=news, on=clock.today(), now=clock.now())


def _named(event: Event, **facts: str) -> dict[str, str]:
    return {"group": event.payload.get("group") or event.payload.get("code", ""), **facts}
