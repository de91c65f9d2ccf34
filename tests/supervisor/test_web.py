"""What granian's workers inherit."""

import json
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

LOADED = """
import json, os, sys
from jkrlm.supervisor.web import APPLICATION, loaded
loaded(APPLICATION)
resident = int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
print(json.dumps([resident, sorted(name for name, module in sys.modules.items() if module)]))
"""

#: What a page needs seldom or never; each is imported where it is used, or in a process of its own.
ELSEWHERE = (
    *("numpy", "ortools", "openpyxl", "pikepdf", "soundfile", "typst", "pi_heif"),
    *("requests", "rich", "charset_normalizer", "playwright", "pytest"),
)
#: MB the application may take before its first request: 5% above what it took; see docs/performance.md.
LOADED_MB = 172


def _printed(script: str) -> str:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "jkrlm.settings.test"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_a_worker_carries_no_library_that_pages_do_not_need() -> None:
    """Each costs every worker of every installation its memory; a new one at the top of a module shows here."""
    _printed(LOADED)  # whatever was not compiled yet is now: compiling takes memory, too
    resident, modules = json.loads(_printed(LOADED))
    assert set(modules) & set(ELSEWHERE) == set()
    assert "jkrlm.urls" in modules, "pages are loaded by each worker instead of once for all"
    assert resident < LOADED_MB


def test_loading_the_application_opens_no_connection_and_starts_no_thread() -> None:
    """Else the forked workers would share one connection, or miss a thread that they wait for."""
    assert _printed(SCRIPT).split() == ["1", "0"]
