"""The stand-in for India Post as a real process, and the world that moves its parcels."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
KEY, SECRET = "post_test", "whsec_post_test"


@dataclass
class LocalPost:
    """``happens`` is the world's hand on an article; what it does is posted to ``webhook_url``, signed."""

    data: Path
    webhook_url: str = ""
    port: int = 0
    process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "logistics.carriers.local_post", "--port", str(self.port)),
                *("--data", str(self.data), "--key", KEY),
                *("--webhook-url", self.webhook_url, "--webhook-secret", SECRET),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)$", line.strip())
        assert found, f"the stand-in for the post said {line!r}"
        self.port = int(found[1])

    def stop(self) -> int:
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(timeout=15)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(timeout=10)

    def happens(self, number: str, event: str, **more: str) -> None:
        self._control(f"articles/{number}", {"event": event, **more})

    def fails(self, *faults: str) -> None:
        self._control("faults", {"faults": list(faults)})

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
