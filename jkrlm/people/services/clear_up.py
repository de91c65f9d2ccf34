from datetime import datetime, timedelta
from typing import Final

from jkrlm.people.models import Letter, SignInCode, SmsMessage
from jkrlm.people.services.send_letter import CODE_LETTER, LAST_LETTER
from jkrlm.people.sms.templates import SIGN_IN_CODE

#: What strangers typed is kept no longer than a complaint needs; other messages for a quarter.
CODES_KEPT: Final = timedelta(days=1)
MESSAGES_KEPT: Final = timedelta(days=90)


def forget_messages(*, now: datetime) -> int:
    """Drop codes and their messages after a day, other messages after ninety; return how many rows went."""
    messages = SmsMessage.objects
    gone = SignInCode.objects.filter(expires_at__lte=now - CODES_KEPT).delete()[0]
    gone += messages.filter(template=SIGN_IN_CODE, created_at__lte=now - CODES_KEPT).delete()[0]
    letters = Letter.objects.filter(kind__in=(CODE_LETTER, LAST_LETTER))
    gone += letters.filter(created_at__lte=now - CODES_KEPT).delete()[0]
    gone += Letter.objects.filter(created_at__lte=now - MESSAGES_KEPT).delete()[0]
    return gone + messages.filter(created_at__lte=now - MESSAGES_KEPT).delete()[0]
