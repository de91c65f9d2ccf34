"""``/api/graphql/`` over HTTP: POST and JSON only. Signed-in pages by CSRF token, programs by their own."""

import json
from typing import Any, Final

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from jkrlm.api.caller import Caller, caller_of
from jkrlm.api.errors import BadRequest
from jkrlm.api.execution import InvalidDocument, run
from jkrlm.api.limits import COST_MAX

BODY_MAX: Final = 256 * 1024
#: Of whoever is known: photographs come as base64, one in a request.
FILE_BODY_MAX: Final = 12 * 1024 * 1024


@csrf_exempt
def graphql(request: HttpRequest) -> HttpResponseBase:
    """
    Answer one operation: 200 with data and errors; 4xx where it is none that can be run.

    CSRF is checked by ``caller_of``: a token in the header needs none, and then cookies are ignored. The
    language is the reader's by cookie or Accept-Language: there is no /hi/ or /ur/ before this address.
    """
    if request.method == "OPTIONS":
        return _open(HttpResponse(status=204))
    language = translation.get_language_from_request(request)
    with translation.override(language):
        answer = _answered(request)
    answer["Content-Language"] = language
    return answer


def _answered(request: HttpRequest) -> HttpResponse:
    try:
        if request.method != "POST":
            raise BadRequest("The API is asked by POST, with a JSON object that has a query.", 405)
        if request.content_type != "application/json":
            raise BadRequest("Content-Type must be application/json.", 415)
        caller = caller_of(request)
        text, variables, name = _question(request, caller)
        answer = run(text, variables, name, caller)
    except InvalidDocument as fault:
        return _answer({"errors": fault.errors}, fault.status)
    except BadRequest as fault:
        return _refusal(fault)
    body: dict[str, Any] = {"data": answer.data}
    if answer.errors:
        body = {"errors": answer.errors, **body}
    body["extensions"] = {"cost": {"requestedQueryCost": answer.cost, "maximumAvailable": COST_MAX}}
    return _answer(body, 200)


def _question(request: HttpRequest, caller: Caller) -> tuple[str, dict[str, Any], str | None]:
    most = FILE_BODY_MAX if caller.user is not None else BODY_MAX
    try:
        raw = request.read(most + 1)
    except (OSError, RawPostDataException) as broken:
        raise BadRequest("The body could not be read.") from broken
    if len(raw) > most:
        raise BadRequest(f"The request is larger than {most // 1024} KB.", 413)
    try:
        body = json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
        if b"\\u" in raw:
            json.dumps(body, ensure_ascii=False).encode()  # an escaped half of a character is none
    except (ValueError, RecursionError):
        raise BadRequest("The body is not JSON in UTF-8.") from None
    if not isinstance(body, dict):
        raise BadRequest("Batches are not answered: send one operation as an object.")
    text, variables, name = body.get("query"), body.get("variables"), body.get("operationName")
    if not isinstance(text, str) or not text.strip():
        raise BadRequest("Send the document as query.")
    if variables is not None and not isinstance(variables, dict):
        raise BadRequest("variables must be an object.")
    if name is not None and not isinstance(name, str):
        raise BadRequest("operationName must be text.")
    return text, variables or {}, name or None


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _refusal(fault: BadRequest) -> HttpResponse:
    error = {"message": str(fault), "extensions": {"exception": {"code": fault.code}}}
    answer = _answer({"errors": [error]}, fault.status)
    if fault.status == 405:
        answer["Allow"] = "POST, OPTIONS"
    if fault.status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    if fault.retry_after is not None:
        answer["Retry-After"] = str(fault.retry_after)
    return answer


def _answer(body: dict[str, Any], status: int) -> HttpResponse:
    answer = HttpResponse(orjson.dumps(body), status=status, content_type="application/json")
    answer["Cache-Control"] = "no-store"
    patch_vary_headers(answer, ("Accept-Language", "Cookie", "Authorization"))
    return _open(answer)


def _open(answer: HttpResponse) -> HttpResponse:
    """Any site may ask, and none gets an answer to a request with cookies: that needs one more header."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Allow-Headers"] = "Content-Type, Authorization, Accept-Language"
    answer["Access-Control-Allow-Methods"] = "POST, OPTIONS"
    return answer
