"""The files desk: space by group, look-alikes between groups, a move under way, files that nobody knows."""

from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jkrlm.people.facade import Role, for_roles
from media import files
from media.errors import FilesUnavailable
from media.looks import twins
from media.models import Keeping, MovedFile, StoredPicture, Upload
from media.orphans import orphans

_ROWS: Final = 30


@require_safe
@for_roles(Role.EDITOR, Role.ADMINISTRATOR)
def desk(request: HttpRequest) -> HttpResponse:
    """Show what lies in storage and whose it is; ``?check`` compares storage with the database."""
    most = settings.MEDIA_QUOTA_MB * 2**20
    owners = (
        Keeping.objects.values("owner")
        .annotate(used=Sum("size_bytes"), count=Count("key"))
        .order_by("-used")[:_ROWS]
    )
    told: dict[str, Any] = {
        "owners": [
            {
                **each,
                "megabytes": f"{each['used'] / 2**20:.1f}",
                "percent": min(100, each["used"] * 100 // most) if most else 100,
            }
            for each in owners
        ],
        "quota": settings.MEDIA_QUOTA_MB,
        "pictures": StoredPicture.objects.count(),
        "arriving": Upload.objects.count(),
        "twins": twins(most=_ROWS),
        "moved": MovedFile.objects.count() if files.former() is not None else None,
        "checked": None,
    }
    if "check" in request.GET:
        try:
            told["checked"] = orphans()
        except FilesUnavailable as away:
            told["away"] = away.message
    return render(request, "media/desk.html", told)


@require_safe
@for_roles(Role.EDITOR, Role.ADMINISTRATOR)
def look(request: HttpRequest, key: str) -> HttpResponse:
    """Show one picture to the desk, private or not."""
    from django.http import Http404

    from media.facade import PictureUnknown, picture_answer

    try:
        return picture_answer(request, key, 256)  # type: ignore[return-value]
    except PictureUnknown as unknown:
        raise Http404 from unknown
