"""State in one SQLite file: objects, idempotency keys, jobs. One writer at a time."""

import json
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commerce.payments.local_stripe.errors import missing

Body = dict[str, Any]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS object (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    private TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS object_kind ON object (kind, place);
CREATE INDEX IF NOT EXISTS object_intent ON object (kind, json_extract(body, '$.payment_intent'));
CREATE TABLE IF NOT EXISTS idempotency (
    key TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    answer TEXT NOT NULL,
    created REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS job (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    due_at REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    claimed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS job_due ON job (due_at);
"""


@dataclass(frozen=True, slots=True)
class Job:
    """Work for later: kind ``deliver`` (subject: event), ``dispute``, ``settle``, ``refund`` …"""

    id: int
    kind: str
    subject: str
    attempts: int


def new_id(prefix: str, *, length: int = 24) -> str:
    return f"{prefix}_{secrets.token_hex(length // 2)}"


class Database:
    """Every request works inside one ``transaction()``: killed in the middle, nothing of it happened."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(
            folder / "stripe.sqlite3", check_same_thread=False, isolation_level=None, timeout=20
        )
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.executescript(_SCHEMA)
        # What a killed process had claimed is nobody's now.
        self._rows("UPDATE job SET due_at = ?, claimed = 0 WHERE claimed = 1", time.time())
        self.wake = threading.Condition()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
        with self.wake:
            self.wake.notify_all()

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def insert(self, body: Body, private: Body | None = None) -> Body:
        self._rows(
            "INSERT INTO object (id, kind, body, private) VALUES (?, ?, ?, ?)",
            body["id"],
            body["object"],
            json.dumps(body),
            json.dumps(private or {}),
        )
        return body

    def save(self, body: Body, private: Body | None = None) -> None:
        self._rows("UPDATE object SET body = ? WHERE id = ?", json.dumps(body), body["id"])
        if private is not None:
            self._rows("UPDATE object SET private = ? WHERE id = ?", json.dumps(private), body["id"])

    def get(self, kind: str, identifier: str) -> Body:
        """Raises Refusal (404) when there is no such object."""
        return self.get_with_private(kind, identifier)[0]

    def get_with_private(self, kind: str, identifier: str) -> tuple[Body, Body]:
        found = self._rows("SELECT body, private FROM object WHERE id = ? AND kind = ?", identifier, kind)
        if not found:
            raise missing(kind, identifier)
        return json.loads(found[0][0]), json.loads(found[0][1])

    def unpaid(self) -> list[Body]:
        """Return the transactions of the balance that no payout has carried, oldest first."""
        found = self._rows(
            "SELECT body FROM object WHERE kind = 'balance_transaction'"
            " AND json_extract(private, '$.payout') IS NULL ORDER BY place"
        )
        return [json.loads(row[0]) for row in found]

    def list(
        self,
        kind: str,
        *,
        filters: dict[str, str],
        limit: int,
        after: str | None,
        before: str | None,
        within: Sequence[tuple[str, str, int]] = (),
        hidden: Sequence[str] = (),
    ) -> tuple[list[Body], bool]:
        """
        Return newest first and whether more follow; cursors are ids.

        ``within`` holds (field, one of < <= > >=, number); filters named in ``hidden`` look at what no answer
        shows.
        """
        where, values = ["kind = ?"], [kind]
        for name, value in filters.items():
            where.append(f"json_extract({'private' if name in hidden else 'body'}, '$.{name}') = ?")
            values.append(value)
        for name, sign, number in within:
            where.append(f"json_extract(body, '$.{name}') {sign} {number:d}")
        for cursor, sign in ((after, "<"), (before, ">")):
            if cursor is not None:
                self.get(kind, cursor)
                where.append(f"place {sign} (SELECT place FROM object WHERE id = ?)")  # noqa: S608
                values.append(cursor)
        order = "ASC" if before is not None else "DESC"
        sql = f"SELECT body FROM object WHERE {' AND '.join(where)} ORDER BY place {order} LIMIT ?"  # noqa: S608
        found = [json.loads(row[0]) for row in self._rows(sql, *values, limit + 1)]
        page = found[:limit]
        return (page[::-1] if before is not None else page), len(found) > limit

    def replay(self, key: str) -> tuple[str, int, str] | None:
        """Return (fingerprint, status, answer) kept under an idempotency key."""
        found = self._rows("SELECT fingerprint, status, answer FROM idempotency WHERE key = ?", key)
        return (found[0][0], found[0][1], found[0][2]) if found else None

    def remember(self, key: str, fingerprint: str, status: int, answer: str) -> None:
        self._rows(
            "INSERT INTO idempotency (key, fingerprint, status, answer, created) VALUES (?, ?, ?, ?, ?)",
            key,
            fingerprint,
            status,
            answer,
            time.time(),
        )

    def schedule(self, kind: str, subject: str, *, due_at: float, attempts: int = 0) -> None:
        self._rows(
            "INSERT INTO job (kind, subject, due_at, attempts) VALUES (?, ?, ?, ?)",
            kind,
            subject,
            due_at,
            attempts,
        )

    def due_job(self, *, at: float, lease_seconds: float) -> Job | None:
        """Claim the job that has waited longest; it comes back after the lease unless ``done``."""
        with self.transaction_quietly():
            found = self._rows(
                "SELECT id, kind, subject, attempts FROM job WHERE due_at <= ? ORDER BY due_at, id LIMIT 1",
                at,
            )
            if not found:
                return None
            self._rows("UPDATE job SET due_at = ?, claimed = 1 WHERE id = ?", at + lease_seconds, found[0][0])
            return Job(*found[0])

    @contextmanager
    def transaction_quietly(self) -> Iterator[None]:
        """A transaction that wakes no worker (the worker's own claims)."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def next_due(self) -> float | None:
        found = self._rows("SELECT min(due_at) FROM job")
        return found[0][0] if found else None

    def done(self, job: Job) -> None:
        self._rows("DELETE FROM job WHERE id = ?", job.id)

    def retry(self, job: Job, *, due_at: float) -> None:
        self._rows(
            "UPDATE job SET due_at = ?, attempts = attempts + 1, claimed = 0 WHERE id = ?", due_at, job.id
        )
