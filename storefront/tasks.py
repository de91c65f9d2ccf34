from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from storefront.shop.share_card import draw_card


@app.task(name="shop.draw_card", queue="media", retry=RetryStrategy(max_attempts=4, exponential_wait=5))
def draw(slug: str, language: str) -> None:
    """Draw the card of a piece; ids in, one service."""
    draw_card(slug, language)


def ask_card(slug: str, language: str) -> None:
    """Have a card drawn soon; asked for again before that it is still one."""
    try:
        with transaction.atomic():  # the refusal of a second one would end the caller's transaction
            draw.configure(queueing_lock=f"card {language} {slug}"[:250]).defer(slug=slug, language=language)
    except AlreadyEnqueued:
        return
