import logging

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from media import facade, files
from media.rules import Format

logger = logging.getLogger(__name__)

FORMATS: dict[str | None, Format] = {None: "ORIGINAL", "webp": "WEBP", "avif": "AVIF"}
IMMUTABLE = "public, max-age=31536000, immutable"


@require_safe
def serve(request: HttpRequest, key: str, stem: str, ending: str | None = None) -> HttpResponseBase:
    """
    Answer with a rendition, made on the first request where the task has not come to it yet.

    Key, size and ending are matched by the address's pattern, so no path of the caller's reaches the disk.
    """
    etag = f'"{key[:32]}-{stem}-{ending or "as-is"}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        size = None if stem == "original" else int(stem)
        try:
            response = _file(facade.rendition(key, size, FORMATS[ending]))
        except facade.PictureUnknown as error:
            raise Http404(error.message) from error
        except facade.FilesUnavailable as error:
            logger.warning("A picture cannot be served: %s", error.__cause__)
            return HttpResponse(status=503, headers={"Retry-After": "30", "Cache-Control": "no-store"})
    response["ETag"] = etag
    response["Cache-Control"] = IMMUTABLE
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _file(made: facade.Rendition) -> HttpResponseBase:
    """Answer with the file itself, from a bucket too: one address, kept by browsers and proxies for good."""
    path = files.local_path(made.storage_name)
    try:
        if path is None:
            return HttpResponse(files.read(made.storage_name), content_type=made.content_type)
        return FileResponse(path.open("rb"), content_type=made.content_type)
    except FileNotFoundError as error:
        raise Http404("The picture's file is missing.") from error
