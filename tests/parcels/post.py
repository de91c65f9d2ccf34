"""The stand-in for India Post as a real process, and the world that moves its parcels."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.common.program import Program

KEY, SECRET = "post_test", "whsec_post_test"


@dataclass
class LocalPost(Program):
    """``happens`` is the world's hand on an article; what it does is posted to ``webhook_url``, signed."""

    def command(self) -> list[str]:
        return ["logistics.carriers.local_post", "--key", KEY, "--webhook-secret", SECRET]

    def happens(self, number: str, event: str, **more: str) -> None:
        self._control(f"articles/{number}", {"event": event, **more})

    def fails(self, *faults: str) -> None:
        self._control("faults", {"faults": list(faults)})

    def articles(self) -> list[dict[str, Any]]:
        """Return the newest hundred, oldest first: number, collect_paise, state."""
        return self._control("articles", {})["articles"][::-1]

    def pickups(self) -> list[dict[str, Any]]:
        """Return the newest hundred, oldest first: number, day, articles, state (booked, cancelled)."""
        return self._control("pickups", {})["pickups"][::-1]

    def hands_in(self) -> dict[str, Any]:
        return self._control("hand-in", {})

    def _control(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = httpx.post(f"{self.address}/control/{path}", json=body, timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()


def use(settings: Any, post: LocalPost) -> None:
    settings.INDIA_POST_API_URL = post.address
    settings.INDIA_POST_API_KEY = KEY
    settings.INDIA_POST_WEBHOOK_SECRET = SECRET
