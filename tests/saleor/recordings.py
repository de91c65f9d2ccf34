"""Deliveries of a real Saleor, recorded: read where they are, never copied."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).resolve().parents[3] / "shared" / "contract" / "flow" / "webhooks"
ABSENT: Final = "the recordings (../shared/contract/flow/webhooks) are not on this machine"
#: The store that was recorded.
ISSUER: Final = "http://127.0.0.1:8400/graphql/"


@dataclass(frozen=True)
class Delivery:
    name: str
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> str:
        return self.headers["Saleor-Event"]

    @property
    def signature(self) -> str:
        return self.headers["Saleor-Signature"]

    @property
    def is_jws(self) -> bool:
        return self.signature.count(".") == 2

    @property
    def payload(self) -> Any:
        return json.loads(self.body)

    def sent(self, **changed: str) -> dict[str, str]:
        """Return the headers to send it with again."""
        own = {"Host", "Content-Length", "Content-Type", "Connection"}
        kept = {name: value for name, value in self.headers.items() if name not in own}
        return {**kept, **changed}


def deliveries() -> list[Delivery]:
    """Return the recorded webhooks in order; empty where there are no recordings."""
    found = []
    for path in sorted(FOLDER.glob("[0-9]*.json")):
        recorded = json.loads(path.read_text())
        headers = dict(recorded["headers"])
        if "Saleor-Signature" in headers:
            found.append(Delivery(path.stem, headers, recorded["raw_body"].encode()))
    return found


def jwks() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((FOLDER / "jwks.json").read_text())
    return document
