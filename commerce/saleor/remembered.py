"""
What the public read last stays readable while Saleor is away.

Only operations of the literal tables below: answers that are the same for everybody. What is kept grows
with the catalogue, not with what visitors make up: no slug that names nothing, no search, no page behind a
cursor that the store did not give.
"""

import hashlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import orjson
from django.db import DatabaseError

from commerce.base_store import Transport
from commerce.errors import StoreUnavailable
from commerce.saleor.memory import recall, remember
from jkrlm.kernel import clock

logger = logging.getLogger("commerce.saleor")

#: Kept as one answer.
WHOLE: Final = frozenset({"CategoryTree", "MakerPage", "MakerPages", "ProductDetails", "ProductList"})
#: Kept piece by piece, so that any choice of them can be shown: operation -> (its list, the variable of ids).
BY_PIECE: Final = {"ProductCards": ("products", "ids")}

#: An answer that stays the same is written again no sooner, so that its age stays known.
REFRESH_SECONDS: Final = 60.0
#: Variables that no visitor chooses; with others, such as a slug, an answer that found nothing is not kept.
_OURS: Final = frozenset({"after", "channel", "first", "language", "sortBy", "translated"})
_NOTED_MAX: Final = 20_000


@dataclass(frozen=True, slots=True)
class _Question:
    """The keys that an answer is kept under, in order; how it is taken apart and put together."""

    operation: str
    keys: tuple[str, ...]
    parts: Callable[[dict[str, Any]], dict[str, Any]]
    whole: Callable[[list[Any]], dict[str, Any]]


class Remembering:
    """
    A transport for the public store: asks Saleor, remembers, and answers from memory while it is away.

    Remembering costs one statement where an answer is new, changed or a minute old, else none.
    """

    def __init__(self, store: Transport, *, quick: Transport | None = None) -> None:
        """``quick`` is asked what may be remembered: it gives up sooner, for there is another answer."""
        self._store = store
        self._quick = quick or store
        self._written: dict[str, tuple[int, float]] = {}
        self._cursors: dict[str, None] = {}

    def execute(self, query: str, operation_name: str | None, variables: dict[str, Any]) -> dict[str, Any]:
        """
        Return the data, at most a day old.

        Raises:
            StoreUnavailable: no answer, and none remembered.
            StoreRefused: likewise from the store; a refusal is an answer.
        """
        question = _question(query, operation_name, variables)
        store = self._store if question is None else self._quick
        try:
            data = store.execute(query, operation_name, variables)
        except StoreUnavailable:
            remembered = self._recalled(question) if question is not None else None
            if remembered is None:
                raise
            return remembered
        if question is not None and self._is_bounded(variables, data):
            self._remember(question, data)
        self._note_cursor(data)
        return data

    def _remember(self, question: _Question, data: dict[str, Any]) -> None:
        """Write what is new; a memory that fails must not cost the page that was answered."""
        parts = {key: orjson.dumps(part) for key, part in question.parts(data).items()}
        moment = time.monotonic()
        fresh = {key: part for key, part in parts.items() if self._is_due(key, part, moment)}
        if not fresh:
            return
        try:
            remember(question.operation, fresh, at=clock.now(), refresh_seconds=REFRESH_SECONDS)
        except DatabaseError:
            logger.exception("an answer to %s could not be remembered", question.operation)
            return
        if len(self._written) > _NOTED_MAX:
            self._written.clear()
        self._written.update({key: (hash(part), moment) for key, part in fresh.items()})

    def _is_due(self, key: str, part: bytes, moment: float) -> bool:
        written = self._written.get(key)
        return written is None or written[0] != hash(part) or written[1] < moment - REFRESH_SECONDS

    def _recalled(self, question: _Question) -> dict[str, Any] | None:
        try:
            found, oldest = recall(question.keys, at=clock.now())
        except DatabaseError:
            logger.exception("the memory of %s could not be read", question.operation)
            return None
        if not found:
            return None
        logger.info("%s answered from memory, as of %s", question.operation, oldest)
        return question.whole([found[key] for key in question.keys if key in found])

    def _is_bounded(self, variables: dict[str, Any], data: dict[str, Any]) -> bool:
        """Return whether there are only so many answers like this one, whatever visitors ask for."""
        after = variables.get("after")
        if variables.get("search") or (after is not None and after not in self._cursors):
            return False
        return variables.keys() <= _OURS or not _is_empty(data)

    def _note_cursor(self, data: dict[str, Any]) -> None:
        """Keep the cursors that lead on from what the store said."""
        for part in data.values():
            page = part.get("pageInfo") if isinstance(part, dict) else None
            if page and page.get("endCursor"):
                if len(self._cursors) > _NOTED_MAX:
                    self._cursors.clear()
                self._cursors[page["endCursor"]] = None


def _question(query: str, operation: str | None, variables: dict[str, Any]) -> _Question | None:
    """Return how an answer is kept, None where it is not. The document is part of the key."""
    if operation in WHOLE:
        key = _key(query, variables)
        return _Question(operation, (key,), lambda data: {key: data}, lambda parts: dict(parts[0]))
    if operation in BY_PIECE:
        return _by_piece(query, operation, variables)
    return None


def _by_piece(query: str, operation: str, variables: dict[str, Any]) -> _Question:
    field, ids = BY_PIECE[operation]
    rest = {name: value for name, value in variables.items() if name != ids}
    keys = {piece: _key(query, {**rest, "piece": piece}) for piece in variables.get(ids) or ()}

    def parts(data: dict[str, Any]) -> dict[str, Any]:
        nodes = [edge["node"] for edge in data[field]["edges"]]
        return {keys[node["id"]]: node for node in nodes if node["id"] in keys}

    def whole(nodes: list[Any]) -> dict[str, Any]:
        return {field: {"edges": [{"node": node} for node in nodes]}}

    return _Question(operation, tuple(keys.values()), parts, whole)


def _key(query: str, variables: dict[str, Any]) -> str:
    digest = _digest_of(query).copy()
    digest.update(orjson.dumps(variables, option=orjson.OPT_SORT_KEYS))
    return str(digest.hexdigest())


@lru_cache(100)
def _digest_of(query: str) -> Any:
    """Return the digest begun with the document; to be copied."""
    return hashlib.sha256(query.encode() + b"\x00")


def _is_empty(data: dict[str, Any]) -> bool:
    return any(part is None or (isinstance(part, dict) and part.get("edges") == []) for part in data.values())
