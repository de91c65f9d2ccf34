"""Articles, their events, pickups and cash, in one SQLite file; one writer at a time."""

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from logistics.carriers.s10 import check_digit

#: What the post keeps of cash that it collects, percent, and the GST on it.
FEE_PERCENT = 2
GST_PERCENT = 18

_SCHEMA = """
CREATE TABLE IF NOT EXISTS article (
    serial INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT UNIQUE, body TEXT NOT NULL, state TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS event (
    id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL,
    office TEXT NOT NULL, remark TEXT NOT NULL, told INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL
    DEFAULT 0
);
CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS pickup (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS pickup_off (id INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS remitted (number TEXT PRIMARY KEY, utr TEXT NOT NULL, paid_on TEXT NOT NULL);
"""


class Refusal(Exception):
    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


class State:
    """Each public method is one transaction."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._db = sqlite3.connect(folder / "post.sqlite3", check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.executescript(_SCHEMA)

    @contextmanager
    def _turn(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def once(self, key: str, asked: Mapping[str, Any], kind: str) -> dict[str, Any]:
        """
        Book an article or a pickup; the same key again gets the same answer, another question is refused.
        """
        if not key:
            raise Refusal(400, "Send an Idempotency-Key.")
        fingerprint = json.dumps([kind, asked], sort_keys=True)
        with self._turn() as db:
            known = db.execute("SELECT fingerprint, body FROM answer WHERE key = ?", (key,)).fetchone()
            if known is not None:
                if known[0] != fingerprint:
                    raise Refusal(409, "This key was used for something else.")
                found: dict[str, Any] = json.loads(known[1])
                return found
            made = self._book(db, asked) if kind == "article" else self._fetch(db, asked)
            db.execute("INSERT INTO answer VALUES (?, ?, ?)", (key, fingerprint, json.dumps(made)))
        return made

    def booked(self, key: str) -> str | None:
        """Return the article that was booked under a key."""
        with self._turn() as db:
            row = db.execute("SELECT body FROM answer WHERE key = ?", (key,)).fetchone()
        return json.loads(row[0]).get("article") if row is not None else None

    def _book(self, db: sqlite3.Connection, asked: Mapping[str, Any]) -> dict[str, Any]:
        if not str(asked.get("to", {}).get("pincode", "")).isdigit():
            raise Refusal(422, "the PIN code is missing")
        if not 0 < int(asked.get("weight_grams", 0)) <= 35_000:
            raise Refusal(422, "at most 35 kg")
        cursor = db.execute(
            "INSERT INTO article (body, state) VALUES (?, 'created')", (json.dumps(dict(asked)),)
        )
        serial = f"{48_000_000 + (cursor.lastrowid or 0):08d}"
        number = f"EJ{serial}{check_digit(serial)}IN"
        db.execute("UPDATE article SET number = ? WHERE serial = ?", (number, cursor.lastrowid))
        return {"article": number}

    def _fetch(self, db: sqlite3.Connection, asked: Mapping[str, Any]) -> dict[str, Any]:
        for number in asked.get("articles", []):
            self._article(db, str(number))
        cursor = db.execute("INSERT INTO pickup (body) VALUES (?)", (json.dumps(dict(asked)),))
        return {"pickup": f"PU{cursor.lastrowid:06d}"}

    def _article(self, db: sqlite3.Connection, number: str) -> tuple[dict[str, Any], str]:
        row = db.execute("SELECT body, state FROM article WHERE number = ?", (number,)).fetchone()
        if row is None:
            raise Refusal(404, f"there is no article {number[:20]}")
        return json.loads(row[0]), row[1]

    def article(self, number: str) -> tuple[dict[str, Any], str]:
        with self._turn() as db:
            return self._article(db, number)

    def articles(self) -> list[tuple[str, dict[str, Any], str]]:
        with self._turn() as db:
            rows = db.execute("SELECT number, body, state FROM article ORDER BY serial DESC LIMIT 100")
            return [(number, json.loads(body), state) for number, body, state in rows.fetchall()]

    def cancel(self, number: str) -> dict[str, Any]:
        with self._turn() as db:
            _body, state = self._article(db, number)
            if state not in ("created", "cancelled"):
                raise Refusal(409, "it is on its way")
            db.execute("UPDATE article SET state = 'cancelled' WHERE number = ?", (number,))
        return {"article": number, "state": "cancelled"}

    def cancel_pickup(self, number: str) -> dict[str, Any]:
        with self._turn() as db:
            row = db.execute("SELECT id FROM pickup WHERE printf('PU%06d', id) = ?", (number,)).fetchone()
            if row is None:
                raise Refusal(404, f"there is no pickup {number[:20]}")
            db.execute("INSERT OR IGNORE INTO pickup_off VALUES (?)", row)
        return {"pickup": number, "state": "cancelled"}

    def pickups(self) -> list[dict[str, Any]]:
        """Return the newest hundred, newest first."""
        with self._turn() as db:
            rows = db.execute(
                "SELECT p.id, p.body, o.id IS NULL FROM pickup p LEFT JOIN pickup_off o USING (id)"
                " ORDER BY p.id DESC LIMIT 100"
            ).fetchall()
        return [
            {
                "number": f"PU{identifier:06d}",
                "day": (asked := json.loads(body))["day"],
                "articles": asked["articles"],
                "state": "booked" if is_wanted else "cancelled",
            }
            for identifier, body, is_wanted in rows
        ]

    def happen(self, number: str, kind: str, at: datetime | None, office: str, remark: str) -> dict[str, Any]:
        """Something happens to an article: told by webhook, and to who asks."""
        moment = (at or datetime.now(UTC)).isoformat()
        with self._turn() as db:
            self._article(db, number)
            cursor = db.execute(
                "INSERT INTO event (number, kind, at, office, remark) VALUES (?, ?, ?, ?, ?)",
                (number, kind, moment, office, remark),
            )
            db.execute("UPDATE article SET state = ? WHERE number = ?", (kind, number))
            return {"id": f"ev{cursor.lastrowid}"}

    def events(self, numbers: list[str]) -> list[dict[str, Any]]:
        marks = ",".join("?" * len(numbers))
        with self._turn() as db:
            rows = db.execute(f"SELECT * FROM event WHERE number IN ({marks}) ORDER BY id", numbers)  # noqa: S608
            return [_event(row) for row in rows.fetchall()]

    def to_tell(self) -> list[tuple[int, dict[str, Any]]]:
        """Return the events that our side has not heard, oldest first; after ten tries they rest."""
        with self._turn() as db:
            rows = db.execute("SELECT * FROM event WHERE told = 0 AND tries < 10 ORDER BY id LIMIT 20")
            return [(row[0], _event(row)) for row in rows.fetchall()]

    def told(self, identifier: int, *, heard: bool) -> None:
        with self._turn() as db:
            db.execute("UPDATE event SET told = ?, tries = tries + 1 WHERE id = ?", (heard, identifier))

    def hand_in(self, paid_on: date) -> dict[str, Any]:
        """Hand in the cash of what was delivered and not handed in yet, under one number of the bank."""
        with self._turn() as db:
            rows = db.execute(
                "SELECT number FROM article WHERE state = 'delivered'"
                " AND json_extract(body, '$.collect_paise') > 0"
                " AND number NOT IN (SELECT number FROM remitted)"
            ).fetchall()
            count = db.execute("SELECT count(DISTINCT utr) FROM remitted").fetchone()[0]
            utr = f"POSTN{paid_on:%y%m%d}{count + 1:06d}"
            for (number,) in rows:
                db.execute("INSERT INTO remitted VALUES (?, ?, ?)", (number, utr, paid_on.isoformat()))
        return {"utr": utr, "articles": len(rows)}

    def remittances(self, since: str) -> list[dict[str, Any]]:
        with self._turn() as db:
            rows = db.execute(
                "SELECT r.utr, r.paid_on, a.number, json_extract(a.body, '$.collect_paise')"
                " FROM remitted r JOIN article a USING (number) WHERE r.paid_on >= ?"
                " ORDER BY r.utr, a.serial",
                (since,),
            ).fetchall()
        found: dict[str, dict[str, Any]] = {}
        for utr, paid_on, number, paise in rows:
            fee = paise * FEE_PERCENT // 100
            line = {
                "article": number,
                "collected_paise": paise,
                "fee_paise": fee,
                "fee_gst_paise": fee * GST_PERCENT // 100,
            }
            found.setdefault(utr, {"utr": utr, "paid_on": paid_on, "lines": []})["lines"].append(line)
        return list(found.values())


def _event(row: tuple[Any, ...]) -> dict[str, Any]:
    identifier, number, kind, at, office, remark = row[:6]
    return {
        "id": f"ev{identifier}",
        "article": number,
        "event": kind,
        "at": at,
        "office": office,
        "remark": remark,
    }
