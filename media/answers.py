"""Files of ours as answers: to whom a view has let in, or to everybody."""

import logging
from typing import Final

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase

from media import files
from media.errors import FilesUnavailable

logger = logging.getLogger(__name__)
#: A browser follows at once: that long an address lives that shows a private file to whoever has it.
SIGNED_SECONDS: Final = 60


def file_answer(storage_name: str, content_type: str) -> HttpResponseBase:
    """Answer with the file itself, from a bucket too: one address, kept by browsers and proxies for good."""
    path = files.local_path(storage_name)
    try:
        if path is None:
            return HttpResponse(files.read(storage_name), content_type=content_type)
        return FileResponse(path.open("rb"), content_type=content_type)
    except FileNotFoundError as error:
        raise Http404("The picture's file is missing.") from error


def signed_answer(
    storage_name: str, content_type: str, *, disposition: str = "inline", seconds: int = SIGNED_SECONDS
) -> HttpResponse | None:
    """
    Send a reader whom a view has let in to the bucket, for this one file; None: it is for us to hand out.

    Neither this answer nor the file may be kept: the next look asks the view again.

    Raises:
        FileNotFoundError, FilesUnavailable.
    """
    address = files.signed_address(
        storage_name, content_type=content_type, disposition=disposition, seconds=seconds
    )
    if address is None:
        return None
    answer = HttpResponseRedirect(address)
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def private_file_answer(storage_name: str, content_type: str, *, cache: str) -> HttpResponseBase:
    """Answer a reader whom a view has let in: by a signed address, or with the file itself."""
    try:
        sent = signed_answer(storage_name, content_type)
    except FileNotFoundError as error:
        raise Http404("The picture's file is missing.") from error
    if sent is not None:
        return sent
    response = file_answer(storage_name, content_type)
    response["Cache-Control"] = cache
    response["X-Content-Type-Options"] = "nosniff"
    return response


def not_changed(request: HttpRequest, etag: str) -> HttpResponseBase | None:
    return HttpResponseNotModified() if request.headers.get("If-None-Match") == etag else None


def away(error: FilesUnavailable) -> HttpResponse:
    logger.warning("A picture cannot be served: %s", error.__cause__ or error)
    return HttpResponse(status=503, headers={"Retry-After": "30", "Cache-Control": "no-store"})
