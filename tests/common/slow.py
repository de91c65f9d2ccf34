"""
A slow network and a slow phone, to find the browser tests that do not wait for what they look at.

``make test ARGS="-p tests.common.slow tests/browser"``: each answer of our server comes up to SLOW_WEB seconds later (0.6),
and each page has a processor SLOW_CPU times slower (4).
"""

import os
import random
import time

from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import BrowserContext, Page

LATER = float(os.environ.get("SLOW_WEB", "0.6"))
SLOWER = float(os.environ.get("SLOW_CPU", "4"))

answer = WSGIHandler.__call__
new_page = BrowserContext.new_page


def answer_later(self: WSGIHandler, environ: dict, start_response: object) -> object:
    time.sleep(random.uniform(0, LATER))
    return answer(self, environ, start_response)


def new_slow_page(self: BrowserContext) -> Page:
    page = new_page(self)
    self.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return page


WSGIHandler.__call__ = answer_later  # type: ignore[method-assign]
BrowserContext.new_page = new_slow_page  # type: ignore[method-assign]
