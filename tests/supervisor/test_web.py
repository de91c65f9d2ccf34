"""What granian's workers inherit."""

import os
import subprocess
import sys

from tests.supervisor.houses import ROOT

SCRIPT = """
import os, threading
import jkrlm.wsgi
links = [f"/proc/self/fd/{number}" for number in os.listdir("/proc/self/fd")]
sockets = [link for link in links if os.path.exists(link) and os.readlink(link).startswith("socket:")]
print(threading.active_count(), len(sockets))
"""


def test_loading_the_application_opens_no_connection_and_starts_no_thread() -> None:
    """Else the forked workers would share one connection, or miss a thread that they wait for."""
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "jkrlm.settings.test"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == ["1", "0"]
