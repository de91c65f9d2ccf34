"""``/graphql/``: the embedded store for any client of Saleor. Tokens only; cookies are ignored."""

import json
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from commerce.embedded.account.services.apps import app_by_token
from commerce.embedded.account.services.signing_keys import jwks
from commerce.embedded.account.tokens import bearer
from commerce.embedded.engine.caller import Caller, Rejected
from commerce.embedded.engine.errors import BadToken
from commerce.embedded.engine.execution import InvalidDocument, cost, run
from commerce.embedded.engine.limits import COST_MAX
from commerce.embedded.engine.scalars import unwritable
from jkrlm.kernel.clock import now
from jkrlm.people.facade import network_of

BODY_MAX = 1_000_000
UPLOAD_MAX = 24 * 1024 * 1024


class BadRequest(Exception):
    """The request is no GraphQL request; says why."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@csrf_exempt
def graphql(request: HttpRequest) -> HttpResponse:
    """Answer one GraphQL request: 200 with data and errors, 400 for one that cannot be run."""
    if request.method == "OPTIONS":
        return _cors(HttpResponse(status=204))
    if request.method == "GET" and settings.DEMO and "text/html" in request.headers.get("Accept", ""):
        return _graphiql(request)
    try:
        if request.method != "POST":
            raise BadRequest("GraphQL is asked by POST.", 405)
        text, variables, name = _question(request)
        caller = _caller(request)
        requested = cost(text, variables, name)
        if requested > COST_MAX:
            message = f"The query exceeds the maximum cost of {COST_MAX}. Actual cost is {requested}"
            return _answer({"errors": [_plain_error(message, "QueryCostError")]}, 400, requested)
        result = run(text, caller=caller, variables=variables, operation_name=name)
    except BadRequest as fault:
        response = _answer({"errors": [_plain_error(str(fault), "GraphQLError")]}, fault.status)
        if fault.status == 405:
            response["Allow"] = "POST, OPTIONS"
        return response
    except InvalidDocument as fault:
        return _answer({"errors": fault.errors}, 400)
    body: dict[str, Any] = {"errors": result.errors} if result.errors else {}
    return _answer({**body, "data": result.data}, 200, requested)


def _graphiql(request: HttpRequest) -> HttpResponse:
    """The demo's page to try queries on; its library writes style elements, hence its own policy."""
    response = render(request, "commerce/graphiql.html")
    response["Content-Security-Policy"] = (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
    return response


def _plain_error(message: str, code: str) -> dict[str, Any]:
    return {"message": message, "extensions": {"exception": {"code": code}}}


def _answer(body: dict[str, Any], status: int, requested: int | None = None) -> HttpResponse:
    """Return the response; what was refused before its cost was known states none."""
    if requested is not None:
        body["extensions"] = {"cost": {"requestedQueryCost": requested, "maximumAvailable": COST_MAX}}
    return _cors(HttpResponse(orjson.dumps(body), status=status, content_type="application/json"))


def _cors(response: HttpResponse) -> HttpResponse:
    """Any origin may ask: there are no cookies to steal, and tokens are the caller's own."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Headers"] = "Content-Type, Authorization"
    response["Access-Control-Allow-Methods"] = "POST, OPTIONS"
    return response


def _question(request: HttpRequest) -> tuple[str, dict[str, Any] | None, str | None]:
    content_type = request.content_type or ""
    if content_type == "multipart/form-data":
        body = _multipart(request)
    elif content_type in ("application/json", "application/graphql+json"):
        if int(request.META.get("CONTENT_LENGTH") or 0) > BODY_MAX:
            raise BadRequest("The request is larger than 1 MB.", 413)
        body = _json(request.body)
    else:
        raise BadRequest("Content-Type must be application/json or multipart/form-data.", 415)
    if not isinstance(body, dict):
        raise BadRequest("Batches are not answered: send one operation as an object.")
    text, variables, name = body.get("query"), body.get("variables"), body.get("operationName")
    if not isinstance(text, str) or not text.strip():
        raise BadRequest("Must provide a query string.")
    if variables is not None and not isinstance(variables, dict):
        raise BadRequest("Variables must be an object.")
    if unwritable(text) or unwritable(variables):
        raise BadRequest("Text must not hold NUL, or half of a surrogate pair.")
    if name is not None and not isinstance(name, str):
        raise BadRequest("operationName must be text.")
    return text, variables, name or None


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BadRequest("Unable to parse query: the body is not JSON in UTF-8.") from None


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _multipart(request: HttpRequest) -> Any:
    """Read the multipart request specification: ``operations``, ``map`` and the files."""
    body = _json(str(request.POST.get("operations", "")).encode())
    places = _json(str(request.POST.get("map", "{}")).encode())
    if not isinstance(body, dict) or not isinstance(places, dict):
        raise BadRequest("operations and map must be JSON objects.")
    for name, paths in places.items():
        file = request.FILES.get(name)
        for path in paths if isinstance(paths, list) else []:
            _place(body, str(path).split("."), file)
    return body


def _place(body: Any, steps: list[str], file: Any) -> None:
    *way, last = steps
    try:
        for step in way:
            body = body[int(step)] if isinstance(body, list) else body[step]
        if isinstance(body, list):
            body[int(last)] = file
        else:
            body[last] = file
    except (KeyError, IndexError, ValueError, TypeError):
        raise BadRequest("map points at a place that operations does not have.") from None


def _caller(request: HttpRequest) -> Caller:
    header = request.headers.get("Authorization", "") or request.headers.get("Authorization-Bearer", "")
    token = header.partition(" ")[2] if " " in header else header
    at: dict[str, Any] = {
        "base_url": f"{request.scheme}://{request.get_host()}",
        "network": network_of(request),
    }
    token = token.strip()
    if not token:
        return Caller(**at)
    if token.count(".") == 2:
        return _person(token, at)
    app = app_by_token(token[:200])
    if app is None or not app.is_active:
        raise BadRequest("Invalid token", 401)
    return Caller(permissions=frozenset(app.permissions), app=app, **at)


def _person(token: str, at: dict[str, Any]) -> Caller:
    """Return the user of an access token: he may do what his groups may and the token allows."""
    try:
        user, permissions = bearer(token, now=now())
    except BadToken as fault:
        return Rejected(fault, **at)
    return Caller(permissions=permissions, user=user, **at)


@require_safe
def well_known_keys(_request: HttpRequest) -> HttpResponse:
    """Serve the public halves of the keys that sign tokens and webhooks, as Saleor does."""
    response = _cors(HttpResponse(orjson.dumps(jwks(now=now())), content_type="application/json"))
    response["Cache-Control"] = "public, max-age=300"
    return response
