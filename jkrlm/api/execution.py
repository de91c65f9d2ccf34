"""Running a document: parsed and validated once, executed synchronously, errors in Saleor's shape."""

import logging
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

from graphql import DocumentNode, GraphQLError, execute_sync, get_operation_ast, parse, validate

from jkrlm.api.caller import Caller
from jkrlm.api.errors import BadRequest
from jkrlm.api.limits import COST_MAX, DEPTH_MAX, TOKENS_MAX, Measure, check_size, too_dear
from jkrlm.api.schema import schema
from jkrlm.kernel.errors import DomainError

logger = logging.getLogger(__name__)
_CACHE_MAX: Final = 200
_documents: "OrderedDict[str, DocumentNode]" = OrderedDict()
_lock = Lock()


class InvalidDocument(BadRequest):
    """It does not parse or validate; ``errors`` say why."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__(errors[0]["message"])
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Answer:
    data: dict[str, Any] | None
    errors: list[dict[str, Any]]
    cost: int


def run(text: str, variables: dict[str, Any], name: str | None, caller: Caller) -> Answer:
    """
    Run one operation.

    Raises:
        InvalidDocument; BadRequest: which operation is not said, or it is over a limit.
    """
    document = _document(text)
    operation = get_operation_ast(document, name)
    if operation is None:
        raise BadRequest("Say by operationName which operation of the document is meant.")
    if operation.operation.value == "subscription":
        raise BadRequest("There are no subscriptions here.")
    measured = Measure(schema(), document, operation, variables)
    if measured.depth > DEPTH_MAX:
        raise too_dear(f"The document is nested deeper than {DEPTH_MAX} levels.")
    if measured.cost > COST_MAX:
        raise too_dear(f"The document costs {measured.cost}; at most {COST_MAX} is answered. Ask for less.")
    result = execute_sync(
        schema(), document, context_value=caller, variable_values=variables, operation_name=name
    )
    return Answer(result.data, [formatted(each) for each in result.errors or ()], measured.cost)


def _document(text: str) -> DocumentNode:
    with _lock:
        known = _documents.get(text)
        if known is not None:
            _documents.move_to_end(text)
            return known
    check_size(text)
    try:
        parsed = parse(text, max_tokens=TOKENS_MAX)
        faults = validate(schema(), parsed, max_errors=10)
    except GraphQLError as fault:
        raise InvalidDocument([formatted(fault)]) from None
    except RecursionError:
        raise too_dear(f"The document is nested deeper than {DEPTH_MAX} levels.") from None
    if faults:
        raise InvalidDocument([formatted(each) for each in faults])
    with _lock:
        _documents[text] = parsed
        while len(_documents) > _CACHE_MAX:
            _documents.popitem(last=False)
    return parsed


def formatted(fault: GraphQLError) -> dict[str, Any]:
    """Return an error as Saleor writes it; what is a bug is logged once and says nothing of itself."""
    cause = fault.original_error
    shown: dict[str, Any] = {"message": fault.message}
    if isinstance(cause, DomainError):
        code = "PermissionDenied" if cause.code in ("PERMISSION_DENIED", "SIGN_IN") else cause.code
        shown["message"] = cause.message
    elif cause is None or isinstance(cause, GraphQLError):
        code = "GraphQLError"
    else:
        logger.error("a resolver failed at %s", fault.path, exc_info=cause)
        code, shown["message"] = "InternalServerError", "Something went wrong here. It is written down."
    if fault.locations:
        shown["locations"] = [{"line": each.line, "column": each.column} for each in fault.locations]
    if fault.path:
        shown["path"] = fault.path
    shown["extensions"] = {"exception": {"code": code}}
    if isinstance(cause, DomainError) and cause.field:
        shown["extensions"]["exception"]["field"] = cause.field
    return shown
