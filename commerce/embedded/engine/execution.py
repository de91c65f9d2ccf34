"""Running a document: parsed and validated once, executed synchronously, errors as Saleor's."""

import logging
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

from graphql import DocumentNode, GraphQLError, execute_sync, get_operation_ast, parse, validate
from graphql.execution.values import get_variable_values
from graphql.language import OperationType

from commerce.embedded.engine.caller import Caller
from commerce.embedded.engine.errors import BadInput, LimitExceeded, PermissionDenied, Refusal
from commerce.embedded.engine.limits import check_size, cost_of, depth_of
from commerce.embedded.engine.plans import NotCompiled, Plan, choosing_variables, chosen, compile_operation
from commerce.embedded.engine.remembered import one_execution
from commerce.embedded.engine.schema import schema
from jkrlm.kernel.errors import DomainError

logger = logging.getLogger(__name__)

_CACHE_MAX = 500
_documents: "OrderedDict[str, DocumentNode]" = OrderedDict()
_Key = tuple[str, str | None, tuple[bool, ...]]
_plans: "OrderedDict[_Key, Plan | None]" = OrderedDict()
_lock = Lock()


class InvalidDocument(Exception):
    """The document does not parse, does not validate, or is over a limit; ``errors`` say why."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__(errors[0]["message"])
        self.errors = errors


@dataclass(frozen=True)
class Result:
    data: dict[str, Any] | None
    errors: list[dict[str, Any]]


def document(text: str) -> DocumentNode:
    """
    Return the parsed and validated document, from the cache when it was seen before.

    Raises:
        InvalidDocument: with errors in the response's shape.
    """
    with _lock:
        known = _documents.get(text)
        if known is not None:
            _documents.move_to_end(text)
            return known
    try:
        check_size(text)
        parsed = parse(text, no_location=False, max_tokens=3000)
        depth_of(parsed)
    except (GraphQLError, LimitExceeded) as error:
        raise InvalidDocument([formatted(error)]) from None
    faults = validate(schema(), parsed, max_errors=10)
    if faults:
        raise InvalidDocument([formatted(fault) for fault in faults])
    with _lock:
        _documents[text] = parsed
        while len(_documents) > _CACHE_MAX:
            _documents.popitem(last=False)
    return parsed


def run(
    text: str,
    *,
    caller: Caller,
    variables: dict[str, Any] | None = None,
    operation_name: str | None = None,
    root: Any = None,
) -> Result:
    """
    Execute a document and return data and errors in the response's shape.

    Raises:
        InvalidDocument: it cannot be run at all.
    """
    parsed = document(text)
    plan = _plan(text, parsed, operation_name, variables)
    if plan is not None:
        with one_execution():
            data, errors = plan.run(context=caller, variables=variables, root=root)
        return Result(data, [formatted(error) for error in errors])
    with one_execution():
        outcome = execute_sync(
            schema(),
            parsed,
            root_value=root,
            context_value=caller,
            variable_values=variables,
            operation_name=operation_name,
        )
    return Result(outcome.data, [formatted(error) for error in outcome.errors or ()])


def _plan(
    text: str, parsed: DocumentNode, operation_name: str | None, variables: dict[str, Any] | None
) -> Plan | None:
    """Return the compiled operation, None where graphql-core must execute it."""
    try:
        flags = chosen(parsed, operation_name, _choosing(text), variables)
    except NotCompiled:
        return None
    key = (text, operation_name, tuple(flags.values()))
    with _lock:
        if key in _plans:
            _plans.move_to_end(key)
            return _plans[key]
    try:
        plan = compile_operation(schema(), parsed, operation_name, flags)
    except NotCompiled:
        plan = None
    with _lock:
        _plans[key] = plan
        while len(_plans) > _CACHE_MAX:
            _plans.popitem(last=False)
    return plan


@lru_cache(_CACHE_MAX)
def _choosing(text: str) -> tuple[str, ...]:
    return choosing_variables(document(text))


def cost(text: str, variables: dict[str, Any] | None, operation_name: str | None) -> int:
    """
    Return the cost of the operation, by Saleor's counting; see ``limits``.

    Raises:
        InvalidDocument: it cannot be run at all, or not with these variables.
    """
    parsed = document(text)
    operation = get_operation_ast(parsed, operation_name)
    if operation is None:
        named = f"Unknown operation named {operation_name!r}."
        several = "Must provide operation name if query contains multiple operations."
        raise InvalidDocument([formatted(GraphQLError(named if operation_name else several))])
    if operation.operation is OperationType.SUBSCRIPTION:
        raise InvalidDocument([formatted(GraphQLError("Subscriptions are not answered over HTTP."))])
    coerced = get_variable_values(
        schema(), operation.variable_definitions or (), variables or {}, max_errors=10
    )
    if isinstance(coerced, list):
        raise InvalidDocument([formatted(fault) for fault in coerced])
    sizes = {name: value for name, value in coerced.items() if isinstance(value, int)}
    return _cost(text, operation_name, frozenset(sizes.items()))


@lru_cache(_CACHE_MAX)
def _cost(text: str, operation_name: str | None, sizes: frozenset[tuple[str, int]]) -> int:
    """Sizes of pages are all that matters among the variables."""
    parsed = document(text)
    operation = get_operation_ast(parsed, operation_name)
    return cost_of(schema(), parsed, operation, dict(sizes)) if operation else 0


def formatted(error: Exception) -> dict[str, Any]:
    """Return an error in Saleor's shape; what is a bug is logged and shown without detail."""
    original = getattr(error, "original_error", None) or error
    message, code = str(getattr(error, "message", error)), type(original).__name__
    if isinstance(original, PermissionDenied | BadInput | LimitExceeded):
        message, code = str(original), original.code
    elif isinstance(original, Refusal):
        message, code = str(original), "GraphQLError"
    elif isinstance(original, DomainError):
        message = str(original)
    elif not isinstance(original, GraphQLError):
        logger.error("a resolver failed", exc_info=original)
        message, code = "Internal Server Error", "InternalServerError"
    shown: dict[str, Any] = {"message": message}
    if isinstance(error, GraphQLError):
        if error.locations:
            shown["locations"] = [{"line": spot.line, "column": spot.column} for spot in error.locations]
        if error.path:
            shown["path"] = error.path
    shown["extensions"] = {"exception": {"code": code}}
    return shown
