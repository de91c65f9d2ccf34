"""Error pages in the shop's hand. They ask nobody: what failed may be the database or the store."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def _page(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    body = loader.render_to_string(
        "storefront/errors/error.html",
        {
            "title": title,
            "sentence": sentence,
            "status": status,
            "shop_demo": settings.DEMO,
        },
        request if status == 404 else None,
    )
    return HttpResponse(body, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return _page(
        request,
        400,
        _("This request makes no sense to us"),
        _("Something in the address or the form was not as it should be. Nothing has changed."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return _page(
        request,
        403,
        _("This page is not yours to open"),
        _("You are not signed in with the right to see it. Nothing has changed."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return _page(
        request,
        403,
        _("The form was too old"),
        _("For safety we did not take it; nothing has changed. Go back, load the page again, send it."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return _page(
        request,
        404,
        _("There is nothing at this address"),
        _("The piece may have been sold and taken down, or the address was mistyped."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    title = _("Something broke on our side")
    sentence = _(
        "It has been written down for us. If you were paying: look at your order before you pay again."
    )
    try:
        return _page(request, 500, title, sentence)
    except Exception:
        logger.exception("The page of errors cannot be drawn either")
        return HttpResponse(f"{title}. {sentence}\n", status=500, content_type="text/plain; charset=utf-8")
