"""Limits and headers that hold for every address."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from jkrlm.kernel.tracing import traced
from media.facade import signed_origins

Handler = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:{pictures}; media-src 'self'{private}; "
    "object-src 'none'; base-uri 'none'; form-action 'self'{pay}; frame-ancestors 'none'"
)

#: What is made for each request and shrinks. Not JSON: programs that read it are near, and pay in time.
_COMPRESSED = frozenset({"text/html", "text/javascript"})


class CompressedPages(GZipMiddleware):
    """
    Send pages compressed where no proxy of ours does it: 35 KB of a form are 7 on a phone's slow network.

    Static files lie compressed on the disk (WhiteNoise); pictures, PDFs and voices are as small as they get.

    What its length may tell of a secret in it (BREACH) is nothing that helps: form tokens are masked anew
    each time, up to 100 random bytes are added (Django), and another site can have a page fetched with its
    reader's cookies only by opening it before her eyes (SameSite).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or kind not in _COMPRESSED:
            return response
        return super().process_response(request, response)


class RequestLimits:
    """Refuse bodies over the limit before anything reads them, and addresses that are not UTF-8."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return HttpResponseBadRequest("Content-Length is not a number.")
        if length > settings.REQUEST_BODY_MAX_BYTES or length < 0:
            return HttpResponse(
                f"The request is larger than {settings.REQUEST_BODY_MAX_BYTES // 1024 // 1024} MB.",
                status=413,
                content_type="text/plain; charset=utf-8",
            )
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path or "\ufffd" in request.path or "%00" in query:
            return HttpResponseBadRequest("The address holds bytes that are no text.")
        return self.get_response(request)


class Traced:
    """Do everything for a request under its trace, so that what the store logs can be found again."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        headers = request.headers
        with traced(
            traceparent=headers.get("traceparent", ""), request_id=headers.get("X-Request-ID", "")
        ) as trace:
            response = self.get_response(request)
            response["X-Request-ID"] = trace.request_id
            return response


def _picture_origins() -> str:
    """Return the hosts that pictures come from besides our own: our CDN, Saleor's, and its bucket's."""
    saleor = settings.SALEOR_PUBLIC_API_URL or settings.SALEOR_API_URL
    parts = [urlsplit(url) for url in (settings.MEDIA_CDN_URL, saleor, settings.SALEOR_MEDIA_URL) if url]
    return "".join(f" {part.scheme}://{part.netloc}" for part in parts)


def _private_origins() -> str:
    """Return the buckets that private pictures and voices come from by signed addresses."""
    return "".join(f" {origin}" for origin in signed_origins())


class SecurityHeaders:
    """A content security policy without inline code, and no sniffing of permissions."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        pay = f" {settings.STRIPE_API_BASE}" if settings.STRIPE_API_BASE else " https://checkout.stripe.com"
        private = _private_origins()
        self.policy = CONTENT_SECURITY_POLICY.format(
            pay=pay, pictures=_picture_origins() + private, private=private
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), camera=()")
        return response
