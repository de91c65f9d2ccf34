import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from commerce.payments.errors import BadWebhook
from commerce.payments.services.receive_stripe_event import BODY_BYTES_MAX, receive_stripe_event
from jkrlm.kernel.clock import now

logger = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    """Take a webhook; the signature stands for the session, so no cookie counts here."""
    try:
        receive_stripe_event(
            body=_body(request), signature=request.headers.get("Stripe-Signature", ""), now=now()
        )
    except BadWebhook as refusal:
        logger.warning("a Stripe webhook was refused: %s", refusal)
        return HttpResponse(f"{refusal.message}\n", status=refusal.status, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def _body(request: HttpRequest) -> bytes:
    """Read at most a byte more than is allowed, whatever Content-Length says."""
    length = request.headers.get("Content-Length") or "0"
    if length.isascii() and length.isdigit() and int(length[:12]) > BODY_BYTES_MAX:
        raise BadWebhook("The body is too large.", status=413)
    try:
        return request.read(BODY_BYTES_MAX + 1)
    except OSError as fault:
        raise BadWebhook("The body did not arrive whole.") from fault
