"""The steps of the hosted page: show, pay, ask the bank. A press repeated pays once."""

import re
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from commerce.payments.local_stripe import cards, charges, pages, sessions
from commerce.payments.local_stripe.cards import CARDS, TypedCard
from commerce.payments.local_stripe.charges import Controls
from commerce.payments.local_stripe.database import Body, Database
from commerce.payments.local_stripe.errors import Refusal
from commerce.payments.local_stripe.sessions import Place


@dataclass(frozen=True, slots=True)
class Page:
    """``location`` makes it a redirect (303)."""

    status: int
    html: str = ""
    location: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


def respond(database: Database, method: str, path: str, body: str, *, place: Place, at: float) -> Page:
    """Answer a request below ``/pay/``."""
    found = re.fullmatch(r"/pay/([A-Za-z0-9_]{1,200})(/bank)?", path)
    if found is None:
        return _unknown()
    with database.transaction():
        try:
            session, private = sessions.current(database, found[1], at=at)
        except Refusal:
            return _unknown()
        page = _step(database, method, bool(found[2]), body, session, private, place=place, at=at)
    page.headers["Content-Security-Policy"] = pages.content_policy(session)
    return page


def _unknown() -> Page:
    return Page(404, pages.message("No such payment", "This address is not, or no longer, a payment."))


def _step(
    database: Database,
    method: str,
    at_bank: bool,
    body: str,
    session: Body,
    private: Body,
    *,
    place: Place,
    at: float,
) -> Page:
    if session["status"] == "complete":
        return Page(303, location=session["success_url"])
    if session["status"] == "expired":
        text = "Nothing was paid here, and this page can take no payment any more."
        return Page(410, pages.message("This payment has ended", text, link=session["cancel_url"]))
    if method == "GET":
        if at_bank and "asked" in private:
            return Page(200, pages.bank(session, private))
        return (
            Page(303, location=f"/pay/{session['id']}") if at_bank else Page(200, pages.pay(session, private))
        )
    try:
        form = {
            name: values[-1] for name, values in parse_qs(body, max_num_fields=20, errors="strict").items()
        }
    except ValueError:
        return Page(
            400, pages.message("Not understood", "The form could not be read.", link=f"/pay/{session['id']}")
        )
    if not secrets.compare_digest(form.get("secret", "").encode(), private["secret"].encode()):
        text = "This form did not come from this page. Open the payment again."
        return Page(
            403, pages.message("Not accepted", text, link=f"/pay/{session['id']}", label="Open the payment")
        )
    if at_bank:
        return _bank_decided(database, form, session, private, place=place, at=at)
    return _card_typed(database, form, session, private, place=place, at=at)


def _card_typed(
    database: Database, form: dict[str, str], session: Body, private: Body, *, place: Place, at: float
) -> Page:
    typed = TypedCard(
        number=re.sub(r"[\s-]", "", form.get("number", "")),
        expiry=form.get("expiry", "").strip(),
        cvc=form.get("cvc", "").strip(),
    )
    faults = cards.faults(typed, at=at)
    if faults:
        return Page(422, pages.pay(session, private, faults=faults, typed=form))
    controls = Controls.typed(form.get("webhooks", ""), form.get("settlement", ""))
    outcome = charges.pay(
        database, session, private, CARDS[typed.number], controls=controls, place=place, at=at
    )
    if outcome.kind == "asks":
        return Page(303, location=f"/pay/{session['id']}/bank")
    if outcome.kind == "declined":
        return Page(402, pages.pay(session, private, declined=outcome.message))
    return Page(303, location=session["success_url"])


def _bank_decided(
    database: Database, form: dict[str, str], session: Body, private: Body, *, place: Place, at: float
) -> Page:
    asked = private.get("asked")
    if asked is None:
        return Page(303, location=f"/pay/{session['id']}")
    card = CARDS[asked["number"]]
    if form.get("decision") == "approve":
        controls = Controls.typed(asked["webhooks"], asked["settlement"])
        charges.pay(database, session, private, card, controls=controls, place=place, at=at, confirmed=True)
        return Page(303, location=session["success_url"])
    charges.decline(
        database,
        session,
        private,
        card,
        code="authentication_required",
        message=charges.AUTHENTICATION_FAILED,
        place=place,
        at=at,
    )
    return Page(402, pages.pay(session, private, declined=charges.AUTHENTICATION_FAILED))
