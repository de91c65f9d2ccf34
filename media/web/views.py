from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from media import facade, files
from media.rules import Format

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
            made = facade.rendition(key, size, FORMATS[ending])
        except facade.PictureUnknown as error:
            raise Http404(error.message) from error
        response = _file(made)
    response["ETag"] = etag
    # The address of a bucket may be signed for minutes only: what leads there is not kept for a year.
    response["Cache-Control"] = IMMUTABLE if response.status_code != 302 else "private, max-age=300"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _file(made: facade.Rendition) -> HttpResponseBase:
    path = files.local_path(made.storage_name)
    if path is None:
        answer: HttpResponse = redirect(files.public_url(made.storage_name))
        return answer
    try:
        return FileResponse(path.open("rb"), content_type=made.content_type)
    except FileNotFoundError as error:
        raise Http404("The picture's file is missing.") from error
