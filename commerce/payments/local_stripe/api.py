"""The API: routes, keys, idempotency, expansion, lists."""

import hashlib
import json
import re
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from commerce.payments.local_stripe import balance, forms, refunds, sessions
from commerce.payments.local_stripe.database import Body, Database
from commerce.payments.local_stripe.errors import Refusal, missing
from commerce.payments.local_stripe.sessions import Place

_PATH = re.compile(
    r"^/v1/([a-z_]+(?:/sessions)?)(?:/([A-Za-z0-9_]{1,200})(?:/(expire|line_items|close))?)?/?$"
)


@dataclass(frozen=True, slots=True)
class Call:
    """One request; ``at`` is unix time."""

    method: str
    path: str
    query: str
    body: str
    authorization: str
    idempotency_key: str
    at: float


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: str
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Resource:
    """``hidden`` are filters by what no answer shows."""

    kind: str
    filters: tuple[str, ...]
    hidden: tuple[str, ...] = ()


RESOURCES: Final = {
    "checkout/sessions": Resource("checkout.session", ("payment_intent", "status")),
    "payment_intents": Resource("payment_intent", ()),
    "charges": Resource("charge", ("payment_intent",)),
    "refunds": Resource("refund", ("payment_intent", "charge")),
    "disputes": Resource("dispute", ("payment_intent", "charge")),
    "events": Resource("event", ("type",)),
    "balance_transactions": Resource("balance_transaction", ("type", "source", "payout"), ("payout",)),
    "payouts": Resource("payout", ("status",)),
}
#: Fields that ``expand`` may replace by the object: name -> its kind.
EXPANDABLE: Final = {"payment_intent": "payment_intent", "latest_charge": "charge", "charge": "charge"}
#: What the source of a balance transaction is, by the beginning of its id.
SOURCES: Final = {"ch": "charge", "re": "refund", "du": "dispute", "po": "payout"}
#: Stripe's words for the ends of a range.
RANGE: Final = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def answer(database: Database, call: Call, *, place: Place) -> Answer:
    """Answer one call; every refusal is Stripe's shape, and nothing of a refused call remains."""
    try:
        _authorise(call.authorization)
        with database.transaction():
            return _answer(database, call, place=place)
    except Refusal as refusal:
        return Answer(refusal.status, json.dumps(refusal.answer))


def _answer(database: Database, call: Call, *, place: Place) -> Answer:
    key = call.idempotency_key if call.method == "POST" else ""
    if len(key) > 255:
        raise Refusal("Idempotency keys may be at most 255 characters.")
    params = forms.decode(call.body if call.method == "POST" else call.query)
    fingerprint = _fingerprint(call)
    if key:
        kept = database.replay(key)
        if kept is not None and kept[0] != fingerprint:
            raise Refusal(
                "Keys for idempotent requests can only be used with the same parameters they were first used "
                f"with. Try using a key other than '{key}' if you meant to execute a different request.",
                kind="idempotency_error",
            )
        if kept is not None:
            return Answer(kept[1], kept[2], replayed=True)
    body = json.dumps(_dispatch(database, call, params, place=place))
    if key:
        database.remember(key, fingerprint, 200, body)
    return Answer(200, body)


def _authorise(header: str) -> None:
    scheme, _, value = header.partition(" ")
    key = value.strip()
    if scheme.lower() == "basic":
        try:
            key = b64decode(value).decode("ascii").partition(":")[0]
        except ValueError:
            key = ""
    if not key:
        raise Refusal("You did not provide an API key.", status=401)
    if not key.startswith(("sk_test_", "rk_test_")):
        raise Refusal(
            "This local server takes test keys only (sk_test_…). Keep live keys away from it.", status=401
        )


def _fingerprint(call: Call) -> str:
    pairs = sorted(parse_qsl(call.body, keep_blank_values=True))
    return hashlib.sha256(json.dumps([call.path.rstrip("/"), pairs]).encode()).hexdigest()


def _dispatch(database: Database, call: Call, params: forms.Params, *, place: Place) -> Body:
    found = _PATH.match(call.path)
    resource = RESOURCES.get(found[1]) if found else None
    if found is None or resource is None:
        raise Refusal(f"Unrecognized request URL ({call.method}: {call.path[:200]}).", status=404)
    identifier, verb = found[2], found[3]
    if call.method == "POST":
        body = _post(database, call, found[1], identifier, verb, params, place=place)
    elif verb == "line_items" and resource.kind == "checkout.session":
        _session, private = sessions.current(database, identifier, at=call.at)
        return _list(call.path, private["items"], False)
    elif verb is not None:
        raise Refusal(f"Unrecognized request URL (GET: {call.path[:200]}).", status=404)
    elif identifier is None:
        return _page(database, call, resource, params)
    elif resource.kind == "checkout.session":
        body, _private = sessions.current(database, identifier, at=call.at)
        body = sessions.with_address(body, place)
    else:
        body = database.get(resource.kind, identifier)
    return _expand(database, body, params)


def _post(
    database: Database,
    call: Call,
    name: str,
    identifier: str | None,
    verb: str | None,
    params: forms.Params,
    *,
    place: Place,
) -> Body:
    creations: dict[str, Callable[[], Body]] = {
        "checkout/sessions": lambda: sessions.create(database, params, place=place, at=call.at),
        "refunds": lambda: refunds.create(database, params, place=place, at=call.at),
        "payouts": lambda: balance.create_payout(database, params, at=call.at),
    }
    if identifier is None and name in creations:
        return creations[name]()
    if identifier is not None and (name, verb) == ("checkout/sessions", "expire"):
        return sessions.expire(database, identifier, at=call.at)
    if identifier is not None and (name, verb) == ("disputes", "close"):
        return refunds.close_dispute(database, identifier, at=call.at)
    raise Refusal(f"Unrecognized request URL (POST: {call.path[:200]}).", status=404)


def _page(database: Database, call: Call, resource: Resource, params: forms.Params) -> Body:
    forms.known(params, "limit", "starting_after", "ending_before", "expand", "created", *resource.filters)
    if resource.kind in ("payout", "balance_transaction"):
        balance.pay_out_past_days(database, at=call.at)
    limit = forms.integer(params, "limit", default=10)
    if limit is None or not 1 <= limit <= 100:
        raise Refusal("Limit must be from 1 to 100.", param="limit")
    filters = {name: value for name in resource.filters if (value := forms.text(params, name)) is not None}
    rows, more = database.list(
        resource.kind,
        filters=filters,
        limit=limit,
        after=forms.text(params, "starting_after", longest=200),
        before=forms.text(params, "ending_before", longest=200),
        within=_range(params, "created"),
        hidden=resource.hidden,
    )
    for path in forms.rows(params, "expand"):
        steps = path.split(".") if isinstance(path, str) else []
        if steps[:1] != ["data"] or len(steps) < 2:
            raise Refusal("Invalid array: expand (write data.…)", param="expand")
        for row in rows:
            _expand_path(database, row, steps[1:])
    return _list(call.path, rows, more)


def _range(params: forms.Params, name: str) -> list[tuple[str, str, int]]:
    """Return ``created[gte]=…`` as (field, sign, number)."""
    value = params.get(name, {})
    if not isinstance(value, dict):
        value = {"gte": value, "lte": value}
    found = []
    for end in value:
        number = forms.integer(value, end)
        if end not in RANGE or number is None:
            raise Refusal(f"Invalid range: {name}", param=name)
        found.append((name, RANGE[end], number))
    return found


def _list(path: str, rows: list[Body], more: bool) -> Body:
    return {"object": "list", "url": path, "has_more": more, "data": rows}


def _expand(database: Database, body: Body, params: forms.Params) -> Body:
    for path in forms.rows(params, "expand"):
        if not isinstance(path, str):
            raise Refusal("Invalid array: expand", param="expand")
        _expand_path(database, body, path.split("."))
    return body


def _expand_path(database: Database, body: Body, path: list[str]) -> None:
    name, rest = path[0], path[1:]
    kind = SOURCES.get(str(body.get(name)).split("_")[0]) if name == "source" else EXPANDABLE.get(name)
    if kind is None or name not in body:
        raise Refusal(f"This property cannot be expanded ({'.'.join(path)}).", param="expand")
    if body[name] is None:
        return
    if isinstance(body[name], str):
        try:
            body[name] = database.get(kind, body[name])
        except Refusal as refusal:
            raise missing(kind, str(body[name])) from refusal
    if rest:
        _expand_path(database, body[name], rest)
