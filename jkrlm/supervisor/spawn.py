"""Starting a child that dies with us: in its own session, so that a Ctrl-C reaches only the supervisor."""

import ctypes
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from jkrlm.supervisor.users import OsUser

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


def die_with_parent(signum: signal.Signals, parent_pid: int) -> None:
    """
    Ask the kernel to signal this process when its parent ends, even by kill -9.

    A change of user clears the wish, so it comes after; a parent that ended in between is noticed.
    """
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(signum), 0, 0, 0)
    if os.getppid() != parent_pid:
        os.kill(os.getpid(), signal.SIGKILL)


def spawn(
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    cwd: Path,
    output: IO[bytes] | None,
    errors: IO[bytes] | None = None,
    user: OsUser | None = None,
    on_parent_death: signal.Signals = signal.SIGKILL,
    own_session: bool = True,
) -> "subprocess.Popen[bytes]":
    """
    Start a child of this thread. Call it from the main thread: the kernel watches the thread, not us.

    Without ``output`` its lines go to the terminal; its errors go where its lines go, or to ``errors``.
    """
    parent_pid = os.getpid()
    return subprocess.Popen(
        [str(part) for part in argv],
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL if own_session else None,
        stdout=output,
        stderr=errors if errors is not None else subprocess.STDOUT if output is not None else None,
        start_new_session=own_session,
        user=user.uid if user else None,
        group=user.gid if user else None,
        extra_groups=[] if user else None,
        umask=0o077 if user else -1,
        preexec_fn=lambda: die_with_parent(on_parent_death, parent_pid),
    )
