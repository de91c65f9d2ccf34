"""One call to a third party: bounded in time and size, never redirected, never into our own net."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import httpx

from commerce.embedded.webhook.addresses import NotAllowed, resolved, target

VERSION: Final = "3.24"
#: As Saleor: three seconds to be reached, eighteen in all.
CONNECT_SECONDS: Final = 3.0
SECONDS: Final = 18.0
ANSWER_BYTES_MAX: Final = 64 * 1024
#: So much of an answer is kept in the log.
KEPT: Final = 1024
MANIFEST_BYTES_MAX: Final = 512 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``status`` None: nothing did, and ``text`` says why."""

    status: int | None
    text: str
    headers: str
    seconds: float

    @property
    def is_good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def call(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes | None = None,
    most: int = ANSWER_BYTES_MAX,
) -> Answer:
    """Return what the address answers; refusals and failures are answers without a status."""
    began = time.monotonic()
    try:
        where = target(url)
        address = resolved(where)
        sent = {"User-Agent": f"Saleor/{VERSION}", "Accept": "*/*", **headers, "Host": where.authority}
        timeout = httpx.Timeout(SECONDS, connect=CONNECT_SECONDS)
        # No proxy, no cookies, no redirect: the address that was judged is the one that is called.
        with (
            httpx.Client(trust_env=False, timeout=timeout, follow_redirects=False) as client,
            client.stream(
                method,
                where.url_of(address),
                headers=sent,
                content=body,
                extensions={"sni_hostname": where.host},
            ) as response,
        ):
            text = _read(response, most=most, until=began + SECONDS)
            answered = json.dumps(dict(response.headers))[: 4 * KEPT]
            return Answer(response.status_code, text, answered, time.monotonic() - began)
    except NotAllowed as refusal:
        return Answer(None, str(refusal), "", time.monotonic() - began)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as fault:
        return Answer(None, f"{type(fault).__name__}: {fault}"[:KEPT], "", time.monotonic() - began)


def _read(response: httpx.Response, *, most: int, until: float) -> str:
    """
    Raises:
        ValueError: too much, or too slowly.
    """
    body = b""
    for piece in response.iter_bytes():
        body += piece
        if len(body) > most:
            raise ValueError(f"the answer is larger than {most} bytes")
        if time.monotonic() > until:
            raise ValueError(f"the answer took more than {SECONDS:.0f} s")
    return body.decode("utf-8", errors="replace").replace("\x00", "")
