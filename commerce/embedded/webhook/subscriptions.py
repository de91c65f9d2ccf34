"""A third party's subscription document: read, judged, and executed over what has happened."""

from collections.abc import Mapping
from copy import copy
from typing import Any, Final

import orjson
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    get_operation_ast,
)
from graphql.language import OperationType, Visitor, visit

from commerce.embedded.account.models import App, User
from commerce.embedded.engine.caller import Caller
from commerce.embedded.engine.execution import InvalidDocument, document, run
from commerce.embedded.engine.limits import cost_of
from commerce.embedded.engine.peers import forget
from commerce.embedded.engine.schema import schema
from commerce.embedded.webhook.posting import VERSION
from commerce.subscriptions import event_name, type_name

#: Executed while the writer's locks are held; a page of a shop costs a few hundred.
COST_MAX: Final = 5_000

#: What an app must hold to be told; the prefix of the event's name says.
_NEEDED: Final = {
    "ACCOUNT": "MANAGE_USERS",
    "ADDRESS": "MANAGE_USERS",
    "CHECKOUT": "MANAGE_CHECKOUTS",
    "CUSTOMER": "MANAGE_USERS",
    "FULFILLMENT": "MANAGE_ORDERS",
    "MENU": "MANAGE_MENUS",
    "ORDER": "MANAGE_ORDERS",
    "PAGE": "MANAGE_PAGES",
    "PERMISSION": "MANAGE_STAFF",
    "PRODUCT": "MANAGE_PRODUCTS",
    "STAFF": "MANAGE_STAFF",
    "TRANSLATION": "MANAGE_TRANSLATIONS",
}


class BadSubscription(Exception):
    """The document cannot be a subscription of ours; ``code`` is of WebhookErrorCode."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


def needed_permission(event: str) -> str | None:
    """Return the permission without which an app is not told of the event."""
    return _NEEDED.get(event.partition("_")[0])


class _Types(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_inline_fragment(self, node: InlineFragmentNode, *_: object) -> None:
        if node.type_condition:
            self.names.add(node.type_condition.name.value)

    def enter_fragment_definition(self, node: FragmentDefinitionNode, *_: object) -> None:
        self.names.add(node.type_condition.name.value)


def read(text: str) -> list[str]:
    """
    Return the events that the document names, in alphabetical order.

    Raises:
        BadSubscription: it does not parse or validate, is no single subscription to ``event``, or costs
            too much.
    """
    try:
        parsed = document(text)
    except InvalidDocument as fault:
        message = fault.errors[0]["message"]
        raise BadSubscription(message, "SYNTAX" if message.startswith("Syntax") else "INVALID") from None
    operation = _subscription(parsed)
    fields = [node for node in operation.selection_set.selections if isinstance(node, FieldNode)]
    if len(fields) != 1 or fields[0].name.value != "event":
        raise BadSubscription("The subscription must select the field event.", "UNABLE_TO_PARSE")
    if cost_of(schema(), parsed, operation, {}) > COST_MAX:
        raise BadSubscription(f"The subscription costs more than {COST_MAX}.", "INVALID")
    types = _Types()
    visit(parsed, types)
    members = {each.name for each in schema().get_implementations(schema().get_type("Event")).objects}  # type: ignore[arg-type]
    return sorted(event_name(name) for name in types.names & members)


def _subscription(parsed: DocumentNode) -> OperationDefinitionNode:
    try:
        operation = get_operation_ast(parsed, None)
    except GraphQLError:
        operation = None
    if operation is None or operation.operation is not OperationType.SUBSCRIPTION:
        raise BadSubscription("The query must be one subscription.", "UNABLE_TO_PARSE")
    return operation


def rendered(
    text: str,
    *,
    app: App,
    event: str,
    issued_at: Any,
    principal: App | User | None,
    fields: Mapping[str, Any],
) -> bytes | None:
    """
    Return the body that tells the app of the event: as much as its permissions show; None for nothing.

    The objects are copied: what the document reads along the way is not left hanging on the writer's.
    """
    root = {
        "__typename": type_name(event),
        "issued_at": issued_at,
        "version": VERSION,
        "recipient": app,
        "issuing_principal": principal,
        **{name: _own(value) for name, value in fields.items()},
    }
    caller = Caller(permissions=frozenset(app.permissions), app=app)
    result = run(text, caller=caller, root={"event": root})
    said: dict[str, Any] | None = (result.data or {}).get("event")
    if not said:
        return None
    if result.errors:
        said["errors"] = result.errors
    return orjson.dumps(said)


def _own(value: Any) -> Any:
    if isinstance(value, list):
        return [_own(entry) for entry in value]
    if not hasattr(value, "_meta"):
        return value
    copied = copy(value)
    forget(copied)
    return copied
