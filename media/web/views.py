from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from media import facade
from media.answers import away, file_answer, not_changed, private_file_answer
from media.errors import PicturePrivate
from media.rules import Format

FORMATS: dict[str | None, Format] = {None: "ORIGINAL", "webp": "WEBP", "avif": "AVIF"}
IMMUTABLE = "public, max-age=31536000, immutable"


@require_safe
def serve(request: HttpRequest, key: str, stem: str, ending: str | None = None) -> HttpResponseBase:
    """
    Answer with a rendition, made on the first request where the task has not come to it yet.

    Key, size and ending are matched by the address's pattern, so no path of the caller's reaches the disk.
    A private picture is there for those who edit the catalogue; to everybody else it does not exist.
    """
    etag = f'"{key[:32]}-{stem}-{ending or "as-is"}"'
    # Who has it is told to keep it only while it is for everybody: a yes may have been withdrawn since.
    is_asked_again = "If-None-Match" in request.headers and facade.is_for_everybody(key)
    response = not_changed(request, etag) if is_asked_again else None
    if response is None:
        size = None if stem == "original" else int(stem)
        try:
            made = facade.rendition(key, size, FORMATS[ending], for_everybody=True)
            response = file_answer(made.storage_name, made.content_type)
        except PicturePrivate:
            return _to_editors(request, key, size, FORMATS[ending])
        except facade.PictureUnknown as error:
            raise Http404(error.message) from error
        except facade.FilesUnavailable as error:
            return away(error)
    response["ETag"] = etag
    response["Cache-Control"] = IMMUTABLE
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _to_editors(request: HttpRequest, key: str, size: int | None, image_format: Format) -> HttpResponseBase:
    """Raises Http404 for everybody else, before anything is made."""
    # A store that stands alone, without people, has no private pictures.
    from jkrlm.people.facade import Role, for_roles

    is_editor = False

    @for_roles(Role.EDITOR, Role.ADMINISTRATOR)
    def handed_out(_request: HttpRequest) -> HttpResponse:
        nonlocal is_editor
        is_editor = True
        made = facade.rendition(key, size, image_format)
        return private_file_answer(made.storage_name, made.content_type, cache="private, no-cache")  # type: ignore[return-value]

    try:
        answer = handed_out(request)
    except PermissionDenied as stranger:
        raise Http404 from stranger
    except facade.FilesUnavailable as error:
        return away(error)
    if not is_editor:
        raise Http404
    return answer
