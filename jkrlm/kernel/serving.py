"""How a stand-in for another company serves as a program of its own."""

import signal
import sys
import threading
from collections.abc import Callable
from socketserver import BaseServer
from types import FrameType

_LOOK_EVERY_SECONDS = 0.2


def serve_until_stopped(server: BaseServer, *, ready: str, closing: tuple[Callable[[], object], ...]) -> None:
    """
    Say ``ready`` on the standard output, then serve until SIGTERM or Ctrl-C.

    Then the server's door is closed between the first of ``closing`` (who works beside it) and the rest (what
    it kept open).
    """

    def stop(_number: int, _frame: FrameType | None) -> None:
        # Not here: shutdown waits for the loop that this handler has interrupted.
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    sys.stdout.write(f"{ready}\n")
    sys.stdout.flush()
    server.serve_forever(poll_interval=_LOOK_EVERY_SECONDS)
    first, *rest = closing
    first()
    server.server_close()
    for close in rest:
        close()
