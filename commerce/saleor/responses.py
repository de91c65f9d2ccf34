"""What Saleor's HTTP answers mean: data, a refusal, a setting of ours, or no answer at all."""

from collections.abc import Mapping
from typing import Any, Final

import orjson

from commerce.errors import StoreError, StoreMisconfigured, StoreRefused
from commerce.saleor.pacing import Failure, NoAnswer, retry_after_seconds
from jkrlm.kernel import clock

#: What Saleor says instead of the message of an exception that it did not expect.
BROKEN: Final = "Internal Server Error"
PERMISSION_DENIED: Final = "PermissionDenied"
_TOKEN_ERRORS: Final = frozenset(
    {"InvalidTokenError", "DecodeError", "ExpiredSignatureError", "InvalidSignatureError"}
)
_BUSY: Final = 429
_UNAVAILABLE: Final = 503
_GATEWAYS: Final = (502, 503, 504)
_TOO_LARGE: Final = 413
_NOT_OURS: Final = (401, 403)
_NO_SUCH_ADDRESS: Final = (404, 405, 410)


def data_of(status: int, headers: Mapping[str, str], body: bytes, *, with_token: bool) -> dict[str, Any]:
    """
    Return the data of an answer.

    Raises:
        StoreRefused: errors instead of data, or beside it.
        StoreMisconfigured: the token or the address is wrong.
        NoAnswer: what came is no answer of a GraphQL server, or says to come back later.
    """
    if status == _BUSY or status >= 500:
        raise NoAnswer(_failure(status, headers))
    answer = _json(body)
    errors = answer.get("errors") if answer is not None else None
    if 300 <= status < 400 or status in (*_NOT_OURS, *_NO_SUCH_ADDRESS):
        raise StoreMisconfigured(_setting(status, headers, errors, with_token=with_token))
    if errors:
        raise _refusal(errors, with_token=with_token)
    if status == _TOO_LARGE:
        raise StoreRefused([StoreError(code="REQUEST_TOO_LARGE", message="The request is too large.")])
    data = answer.get("data") if answer is not None else None
    if status != 200 or not isinstance(data, dict):
        # Also what a proxy says in the store's place, under status 200; or an answer cut short.
        kind = headers.get("content-type", "unnamed")
        sentence = f"status {status} with {len(body)} bytes of {kind}, which is no GraphQL answer"
        raise NoAnswer(Failure(sentence, may_have_acted=True, passing="json" in kind))
    return data


def _failure(status: int, headers: Mapping[str, str]) -> Failure:
    wait = retry_after_seconds(headers.get("retry-after"), now=clock.now())
    declined = status == _BUSY or (status == _UNAVAILABLE and wait is not None)
    return Failure(
        f"status {status}",
        may_have_acted=not declined,
        passing=declined or status in _GATEWAYS,
        counts=status != _BUSY,
        busy=declined,
        retry_after_seconds=wait if declined else None,
    )


def _json(body: bytes) -> dict[str, Any] | None:
    try:
        answer = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return answer if isinstance(answer, dict) else None


def _setting(status: int, headers: Mapping[str, str], errors: Any, *, with_token: bool) -> str:
    """Return which setting to mend, in words."""
    said = f": {_error(errors[0]).message}" if isinstance(errors, list) and errors else ""
    if 300 <= status < 400:
        return f"Saleor sends us on to {headers.get('location', 'another address')}: mend SALEOR_API_URL."
    if status in _NO_SUCH_ADDRESS:
        return f"Nothing answers GraphQL at SALEOR_API_URL (status {status}); it must end in /graphql/."
    if with_token:
        return f"Saleor does not take our token (status {status}{said}): mend SALEOR_APP_TOKEN."
    return f"Saleor answers nobody without a token (status {status}{said}): allow storefront traffic there."


def _refusal(errors: Any, *, with_token: bool) -> Exception:
    found = [_error(entry) for entry in errors]
    if with_token and found[0].code in _TOKEN_ERRORS:
        return StoreMisconfigured(
            f"Saleor does not take our token ({found[0].message}): mend SALEOR_APP_TOKEN."
        )
    if any(error.message == BROKEN for error in found):
        return NoAnswer(Failure("an internal error of Saleor", True, passing=False, counts=False))
    return StoreRefused(found)


def _error(entry: dict[str, Any]) -> StoreError:
    extensions = entry.get("extensions") or {}
    code = (extensions.get("exception") or {}).get("code") or extensions.get("code") or "GRAPHQL_ERROR"
    return StoreError(code=str(code), message=str(entry.get("message", "")))
