"""HTTP around it: the interface under /v1/, a page with buttons, faults on request, news by webhook."""

import html
import json
import logging
import threading
import time
import urllib.request
from collections.abc import Mapping
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from logistics.carriers.india_post import MILESTONES, SIGNATURE, signature
from logistics.carriers.local_post.state import Refusal, State

logger = logging.getLogger(__name__)
BODY_BYTES_MAX: Final = 256 * 1024


class Server(ThreadingHTTPServer):
    """``faults`` are played to the next calls under /v1/: a status, "slow" or "reset"."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], state: State, key: str) -> None:
        super().__init__(address, Handler)
        self.state, self.key = state, key
        self.faults: list[str] = []

    @property
    def address(self) -> str:
        return f"http://{self.server_address[0]!s}:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 30
    server_version = "LocalPost"
    sys_version = ""

    def log_message(self, format: str, *args: object) -> None:
        logger.debug(format, *args)

    def do_GET(self) -> None:
        self._handle("GET")

    def do_POST(self) -> None:
        self._handle("POST")

    def _handle(self, method: str) -> None:
        parts = urlsplit(self.path)
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > BODY_BYTES_MAX:
            self.close_connection = True
            self._json(413, {"error": "too large"})
            return
        body = self.rfile.read(int(length))
        try:
            if parts.path.startswith("/v1/"):
                self._v1(method, parts.path, parts.query, body)
            elif parts.path.startswith("/control/") and method == "POST":
                self._control(parts.path, body)
            elif parts.path == "/":
                self._send(200, page(self.server.state).encode(), "text/html; charset=utf-8")
            elif parts.path == "/healthz":
                self._send(200, b"ok\n", "text/plain")
            else:
                self._json(404, {"error": "there is nothing here"})
        except Refusal as refusal:
            self._json(refusal.status, {"error": refusal.sentence})
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            self._json(400, {"error": f"cannot be read: {type(fault).__name__}"})

    def _v1(self, method: str, path: str, query: str, body: bytes) -> None:
        if self.headers.get("Authorization", "") != f"Bearer {self.server.key}":
            raise Refusal(401, "this key opens nothing")
        if self.server.faults:
            fault = self.server.faults.pop(0)
            if fault == "slow":
                time.sleep(3)
            elif fault == "reset":
                self.close_connection = True
                self.connection.close()
                return
            else:
                raise Refusal(int(fault), "asked to fail")
        state, key = self.server.state, self.headers.get("Idempotency-Key", "")
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        match [method, *path.removeprefix("/v1/").split("/")]:
            case ["POST", "articles"]:
                self._json(201, state.once(key, json.loads(body), "article"))
            case ["GET", "articles"]:
                self._json(200, {"article": state.booked(asked.get("key", ""))})
            case ["GET", "articles", number, "label"]:
                state.article(number)
                self._send(200, label(number), "application/pdf")
            case ["POST", "articles", number, "cancel"]:
                self._json(200, state.cancel(number))
            case ["GET", "tracking"]:
                self._json(200, {"events": state.events(asked.get("articles", "").split(","))})
            case ["POST", "pickups"]:
                self._json(201, state.once(key, json.loads(body), "pickup"))
            case ["POST", "pickups", number, "cancel"]:
                self._json(200, state.cancel_pickup(number))
            case ["GET", "remittances"]:
                self._json(200, {"remittances": state.remittances(asked.get("since", ""))})
            case _:
                raise Refusal(404, "there is nothing here")

    def _control(self, path: str, body: bytes) -> None:
        """What the world does: a form of the page, or JSON of a test."""
        is_form = "form" in self.headers.get("Content-Type", "")
        given: Mapping[str, Any] = (
            {name: values[0] for name, values in parse_qs(body.decode()).items()}
            if is_form
            else json.loads(body or b"{}")
        )
        answer: dict[str, Any]
        match path.removeprefix("/control/").split("/"):
            case ["articles"]:
                answer = {"articles": [_told(*each) for each in self.server.state.articles()]}
            case ["pickups"]:
                answer = {"pickups": self.server.state.pickups()}
            case ["articles", number]:
                kind = str(given["event"])
                if kind not in MILESTONES:
                    raise Refusal(422, "no such event")
                at = datetime.fromisoformat(given["at"]) if given.get("at") else None
                answer = self.server.state.happen(
                    number, kind, at, str(given.get("office", "")), str(given.get("remark", ""))
                )
            case ["faults"]:
                self.server.faults += [str(each) for each in given["faults"]]
                answer = {"faults": len(self.server.faults)}
            case ["hand-in"]:
                day = given.get("paid_on") or datetime.now(UTC).date().isoformat()
                answer = self.server.state.hand_in(date.fromisoformat(day))
            case _:
                raise Refusal(404, "there is nothing here")
        if is_form:
            self.send_response(303)
            self.send_header("Location", "/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._json(200, answer)

    def _json(self, status: int, body: Mapping[str, Any]) -> None:
        self._send(status, json.dumps(body).encode(), "application/json")

    def _send(self, status: int, body: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)


def label(number: str) -> bytes:
    """Return a label as PDF: an A6 sheet with the article's number, and nobody's address."""
    drawn = f"BT /F1 24 Tf 40 200 Td ({number}) Tj ET".encode()
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 298 420]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    made, places = b"%PDF-1.4\n", list[int]()
    for serial, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (serial, each)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return made + table + end


def _told(number: str, body: Mapping[str, Any], state: str) -> dict[str, Any]:
    """What a test may know of an article: no name and no address."""
    return {
        "number": number,
        "collect_paise": body.get("collect_paise", 0),
        "weight_grams": body.get("weight_grams", 0),
        "state": state,
    }


def page(state: State) -> str:
    """Return the articles with a button for each thing that may happen to one."""
    rows = []
    for number, body, now_is in state.articles():
        buttons = "".join(f'<button name="event" value="{kind}">{kind}</button> ' for kind in MILESTONES)
        reference = html.escape(str(body.get("reference", "")))
        rows.append(
            f"<li><b>{number}</b> {reference}: {html.escape(now_is)}"
            f'<form method="post" action="/control/articles/{number}">{buttons}</form></li>'
        )
    listed = "".join(rows) or "<li>No article was booked yet.</li>"
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        "<title>Post (stand-in)</title><h1>Stand-in for India Post</h1>"
        '<form method="post" action="/control/hand-in">'
        "<button>Hand in the cash of what was delivered</button>"
        f"</form><ul>{listed}</ul></html>"
    )


class Postman(threading.Thread):
    """Posts what happened to our webhook, signed, in order, until it was heard."""

    def __init__(self, state: State, url: str, secret: str) -> None:
        super().__init__(daemon=True)
        self._state, self._url, self._secret = state, url, secret
        self._stopping = threading.Event()

    def stop(self) -> None:
        self._stopping.set()
        self.join(timeout=5)

    def run(self) -> None:
        while not self._stopping.wait(0.2):
            for identifier, event in self._state.to_tell() if self._url else []:
                heard = self._post(json.dumps({"events": [event]}).encode())
                self._state.told(identifier, heard=heard)
                if not heard:
                    self._stopping.wait(1)
                    break

    def _post(self, body: bytes) -> bool:
        moment = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            SIGNATURE: f"t={moment},v1={signature(self._secret, moment, body)}",
        }
        request = urllib.request.Request(self._url, data=body, headers=headers, method="POST")  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except OSError as fault:
            logger.warning("the news was not heard: %s", fault)
            return False
