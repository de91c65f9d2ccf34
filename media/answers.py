"""Files of ours as answers: to whom a view has let in, or to everybody."""

import logging

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase

from media import files
from media.errors import FilesUnavailable

logger = logging.getLogger(__name__)


def file_answer(storage_name: str, content_type: str) -> HttpResponseBase:
    """Answer with the file itself, from a bucket too: one address, kept by browsers and proxies for good."""
    path = files.local_path(storage_name)
    try:
        if path is None:
            return HttpResponse(files.read(storage_name), content_type=content_type)
        return FileResponse(path.open("rb"), content_type=content_type)
    except FileNotFoundError as error:
        raise Http404("The picture's file is missing.") from error


def not_changed(request: HttpRequest, etag: str) -> HttpResponseBase | None:
    return HttpResponseNotModified() if request.headers.get("If-None-Match") == etag else None


def away(error: FilesUnavailable) -> HttpResponse:
    logger.warning("A picture cannot be served: %s", error.__cause__ or error)
    return HttpResponse(status=503, headers={"Retry-After": "30", "Cache-Control": "no-store"})
