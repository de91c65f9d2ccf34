"""A stand-in for another company as a real process: started, stopped, killed, started again at its place."""

import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Program:
    """``kill`` is -9; ``start`` again on the same port and data is the same server."""

    data: Path
    webhook_url: str = ""
    port: int = 0
    process: subprocess.Popen[str] | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        """Return the module and its options, besides port, data and where its webhooks go."""
        raise NotImplementedError

    def start(self) -> None:
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", *self.command(), "--port", str(self.port)),
                *("--data", str(self.data), "--webhook-url", self.webhook_url),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)$", line.strip())
        assert found, f"{self.command()[0]} said {line!r}"
        self.port = int(found[1])

    def stop(self) -> int:
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(timeout=15)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(timeout=10)
