"""A page that a phone keeps for where there is no network: its service worker."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import render_to_string

_STATIC: Final = re.compile(r'(?:href|src)="([^"#]+\.(?:css|js|svg|woff2))(?:#[\w-]+)?"')


def worker_answer(
    name: str,
    shell: str,
    content: bytes,
    *,
    template: str = "kernel/offline_worker.js",
    pages: Iterable[str] = (),
) -> HttpResponse:
    """
    Return the worker that keeps the page at ``shell``, whose ``content`` says nothing of anybody, and the
    files that the page is shown with. With any of them its own text changes. ``name`` tells it from other
    pages' workers. Another ``template`` may keep more ``pages``: then ``content`` is that of all.
    """
    kept = sorted(set(_STATIC.findall(content.decode())))
    context = {
        "name": name,
        "version": hashlib.sha256(content + _contents(kept)).hexdigest()[:16],
        "shell": shell,
        "kept": kept,
        "pages": list(pages),
    }
    text = render_to_string(template, context)
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


def _contents(addresses: list[str]) -> bytes:
    """Return what tells one state of the kept files from another: contents, or the name that has a digest."""
    found = hashlib.sha256()
    for address in addresses:
        path = finders.find(address.removeprefix(settings.STATIC_URL))
        found.update(Path(path).read_bytes() if isinstance(path, str) else address.encode())
    return found.digest()
