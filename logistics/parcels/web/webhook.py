"""Carriers post what happens to parcels. A signature stands for a session, so no cookie counts here."""

import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from jkrlm.kernel.clock import now
from logistics.carriers.facade import BadNews, carrier_of_slug
from logistics.parcels.services.follow_tracking import hear

logger = logging.getLogger(__name__)
BODY_BYTES_MAX = 256 * 1024


@csrf_exempt
@require_POST
def news(request: HttpRequest, slug: str) -> HttpResponse:
    moment = now()
    try:
        company = carrier_of_slug(slug)
        if company is None:
            raise BadNews("No carrier of ours is called so.", status=404)
        heard = company.heard(_body(request), request.headers, now=moment)
    except BadNews as refusal:
        logger.warning("news of a carrier were refused: %s", refusal.message)
        return HttpResponse(f"{refusal.message}\n", status=refusal.status, content_type="text/plain")
    hear(company.name, heard, now=moment)
    return HttpResponse("ok\n", content_type="text/plain")


def _body(request: HttpRequest) -> bytes:
    """Read at most a byte more than is allowed, whatever Content-Length says. Raises BadNews."""
    length = request.headers.get("Content-Length") or "0"
    if length.isascii() and length.isdigit() and int(length[:12]) > BODY_BYTES_MAX:
        raise BadNews("The body is too large.", status=413)
    try:
        found = request.read(BODY_BYTES_MAX + 1)
    except OSError as fault:
        raise BadNews("The body did not arrive whole.") from fault
    if len(found) > BODY_BYTES_MAX:
        raise BadNews("The body is too large.", status=413)
    return found
