"""
What we may send, word for word as registered. Pure, and free of Django, so that settings may read it.

In India a gateway takes only texts that are registered (TRAI's Telecom Commercial Communications Customer
Preference Regulations 2018, "DLT"): each has an id of 19 digits, and {#var#} stands for what differs. The ids
are the operator's own: SMS_TEMPLATE_IDS. Hindi and Urdu have not been read by a native reader yet.
"""

from collections.abc import Mapping, Sequence
from typing import Final

GAP: Final = "{#var#}"

SIGN_IN_CODE: Final = "sign-in-code"
ACTS_FOR_YOU: Final = "acts-for-you"
NEW_PIN_ASKED: Final = "new-pin-asked"
NEW_PIN_SET: Final = "new-pin-set"
ORDER_PLACED: Final = "order-placed"
ORDER_UNANSWERED: Final = "order-unanswered"
PARCEL_BACK: Final = "parcel-back"
PAYOUT_PAID: Final = "payout-paid"
PAYOUT_RETURNED: Final = "payout-returned"
ACCOUNT_CHANGES: Final = "account-changes"
GOODS_SENT_BACK: Final = "goods-sent-back"
QUESTION_ANSWERED: Final = "question-answered"
STALL_RECEIPT: Final = "stall-receipt"
GRIEVANCE_TAKEN: Final = "grievance-taken"
GRIEVANCE_NEWS: Final = "grievance-news"
PROMISE_MOVED: Final = "promise-moved"
PARCEL_LATE: Final = "parcel-late"
CASE_INCOMPLETE: Final = "case-incomplete"
CASE_RETURNED: Final = "case-returned"
CASE_GRANTED: Final = "case-granted"
CASE_REFUSED: Final = "case-refused"
CASE_REOPENED: Final = "case-reopened"
CERTIFICATE_SUSPENDED: Final = "certificate-suspended"
CERTIFICATE_WITHDRAWN: Final = "certificate-withdrawn"
CERTIFICATE_REINSTATED: Final = "certificate-reinstated"
STALLS_CALLED: Final = "stalls-called"
STALL_ALLOTTED: Final = "stall-allotted"
STALL_OFFERED: Final = "stall-offered"
FAIR_CANCELLED: Final = "fair-cancelled"
FAIR_DAYS: Final = "fair-days"
ENQUIRY_ANSWERED: Final = "enquiry-answered"

#: template -> language -> words. The gaps stand in the same order in every language.
TEMPLATES: Final[Mapping[str, Mapping[str, str]]] = {
    SIGN_IN_CODE: {
        "en": "{#var#} is your code for Umeed. It works for 10 minutes. Tell it to nobody, not "
        "even to us. -UMEED",
        "hi": "{#var#} उम्मीद के लिए आपका कोड है। यह 10 मिनट चलता है। इसे किसी को न बताएँ, हमें भी नहीं। -UMEED",
        "ur": "{#var#} امید کے لیے آپ کا کوڈ ہے۔ یہ 10 منٹ چلتا ہے۔ یہ کسی کو نہ بتائیں، ہمیں "
        "بھی نہیں۔ -UMEED",
    },
    ACTS_FOR_YOU: {
        "en": "{#var#} may now act for you on Umeed, for {#var#}. If you did not agree, end it "
        "on Umeed under Help, or tell your leader. -UMEED",
        "hi": "{#var#} अब उम्मीद पर आपकी ओर से काम कर सकती हैं, समूह {#var#} के लिए। अगर आपने "
        "हाँ नहीं कहा, तो उम्मीद पर मदद में जाकर इसे रोकें, या अपनी लीडर को बताएँ। -UMEED",
        "ur": "{#var#} اب امید پر آپ کی طرف سے کام کر سکتی ہیں، گروپ {#var#} کے لیے۔ اگر آپ نے "
        "ہاں نہیں کہا تو امید پر مدد میں جا کر اسے روکیں، یا اپنی لیڈر کو بتائیں۔ -UMEED",
    },
    NEW_PIN_ASKED: {
        "en": "{#var#} of {#var#} asks for a new PIN. Ask her yourself whether it is so, then "
        "confirm it on Umeed. -UMEED",
        "hi": "{#var#}, समूह {#var#}, नया पिन माँग रही हैं। उनसे ख़ुद पूछें कि क्या यह सच है, "
        "फिर उम्मीद पर पुष्टि करें। -UMEED",
        "ur": "{#var#}، گروپ {#var#}، نیا پن مانگ رہی ہیں۔ ان سے خود پوچھیں کہ کیا یہ سچ ہے، "
        "پھر امید پر تصدیق کریں۔ -UMEED",
    },
    NEW_PIN_SET: {
        "en": "The PIN of {#var#} on Umeed is new. If it was not you who asked, tell your "
        "leader today. -UMEED",
        "hi": "उम्मीद पर {#var#} का पिन नया है। अगर आपने नहीं माँगा था, तो आज ही अपनी लीडर को बताएँ। -UMEED",
        "ur": "امید پر {#var#} کا پن نیا ہے۔ اگر آپ نے نہیں مانگا تھا تو آج ہی اپنی لیڈر کو بتائیں۔ -UMEED",
    },
    ORDER_PLACED: {
        "en": "New order {#var#} for {#var#}. Pack it by {#var#}. Say yes or no on Umeed. -UMEED",
        "hi": "नया ऑर्डर {#var#}, समूह {#var#}। {#var#} तक पैक करें। उम्मीद पर हाँ या ना कहें। -UMEED",
        "ur": "نیا آرڈر {#var#}، گروپ {#var#}۔ {#var#} تک پیک کریں۔ امید پر ہاں یا نہیں کہیں۔ -UMEED",
    },
    ORDER_UNANSWERED: {
        "en": "Order {#var#} of {#var#} waits for an answer. Without a yes it will be cancelled. "
        "Open Umeed today. -UMEED",
        "hi": "ऑर्डर {#var#}, समूह {#var#}, जवाब का इंतज़ार कर रहा है। हाँ के बिना यह रद्द हो जाएगा। आज ही उम्मीद "
        "खोलें। -UMEED",
        "ur": "آرڈر {#var#}، گروپ {#var#}، جواب کا منتظر ہے۔ ہاں کے بغیر یہ منسوخ ہو جائے گا۔ "
        "آج ہی امید کھولیں۔ -UMEED",
    },
    PARCEL_BACK: {
        "en": "The collection centre gave back order {#var#} of {#var#}. Open Umeed to see what to "
        "mend. -UMEED",
        "hi": "संग्रह केंद्र ने ऑर्डर {#var#}, समूह {#var#}, वापस किया है। क्या ठीक करना है, उम्मीद खोलकर देखें। -UMEED",
        "ur": "جمع مرکز نے آرڈر {#var#}، گروپ {#var#}، واپس کیا ہے۔ کیا درست "
        "کرنا ہے، امید کھول کر دیکھیں۔ -UMEED",
    },
    PAYOUT_PAID: {
        "en": "{#var#} were paid to the bank account of {#var#}. Bank number {#var#}. -UMEED",
        "hi": "{#var#} समूह {#var#} के बैंक खाते में जमा हुए। बैंक नंबर {#var#}। -UMEED",
        "ur": "{#var#} گروپ {#var#} کے بینک کھاتے میں جمع ہوئے۔ بینک نمبر {#var#}۔ -UMEED",
    },
    PAYOUT_RETURNED: {
        "en": "{#var#} for {#var#} came back from the bank. Check the account with your helper. -UMEED",
        "hi": "{#var#}, समूह {#var#} के लिए, बैंक से वापस आ गए। अपनी सहायिका के साथ खाता जाँचें। -UMEED",
        "ur": "{#var#}، گروپ {#var#} کے لیے، بینک سے واپس آ گئے۔ اپنی مددگار کے ساتھ کھاتہ دیکھیں۔ -UMEED",
    },
    ACCOUNT_CHANGES: {
        "en": "{#var#} will be paid to another bank account from {#var#}. If you do not want this, "
        "tell your leader or the block office today. -UMEED",
        "hi": "समूह {#var#} को {#var#} से दूसरे बैंक खाते में पैसे मिलेंगे। अगर आप यह नहीं चाहतीं, "
        "तो आज ही लीडर या ब्लॉक दफ़्तर को बताएँ। -UMEED",
        "ur": "گروپ {#var#} کو {#var#} سے دوسرے بینک کھاتے میں رقم ملے گی۔ اگر آپ یہ نہیں چاہتیں تو آج ہی "
        "لیڈر یا بلاک دفتر کو بتائیں۔ -UMEED",
    },
    GOODS_SENT_BACK: {
        "en": "Your piece {#var#} was sent back to you. Open Umeed to see what is missing. -UMEED",
        "hi": "आपका सामान {#var#} आपको वापस भेजा गया है। क्या कमी है, उम्मीद खोलकर देखें। -UMEED",
        "ur": "آپ کا سامان {#var#} آپ کو واپس بھیجا گیا ہے۔ کیا کمی ہے، امید کھول کر دیکھیں۔ -UMEED",
    },
    QUESTION_ANSWERED: {
        "en": "Your question about {#var#} is answered. Read it here: {#var#} -UMEED",
        "hi": "{#var#} के बारे में आपके सवाल का जवाब आ गया है। यहाँ पढ़ें: {#var#} -UMEED",
        "ur": "{#var#} کے بارے میں آپ کے سوال کا جواب آ گیا ہے۔ یہاں پڑھیں: {#var#} -UMEED",
    },
    STALL_RECEIPT: {
        "en": "Your bill {#var#} of Rs {#var#} from the Umeed stall is here: {#var#} -UMEED",
        "hi": "उम्मीद स्टॉल से आपका बिल {#var#}, {#var#} रुपये, यहाँ है: {#var#} -UMEED",
        "ur": "امید اسٹال سے آپ کا بل {#var#}، {#var#} روپے، یہاں ہے: {#var#} -UMEED",
    },
    GRIEVANCE_TAKEN: {
        "en": "We have your grievance {#var#}. {#var#} answers for it. Follow it here: {#var#} -UMEED",
        "hi": "आपकी शिकायत {#var#} मिल गई है। {#var#} इसके लिए ज़िम्मेदार हैं। यहाँ देखें: {#var#} -UMEED",
        "ur": "آپ کی شکایت {#var#} مل گئی ہے۔ {#var#} اس کی ذمہ دار ہیں۔ یہاں دیکھیں: {#var#} -UMEED",
    },
    GRIEVANCE_NEWS: {
        "en": "There is news about your grievance {#var#}. Read it here: {#var#} -UMEED",
        "hi": "आपकी शिकायत {#var#} के बारे में ख़बर है। यहाँ पढ़ें: {#var#} -UMEED",
        "ur": "آپ کی شکایت {#var#} کے بارے میں خبر ہے۔ یہاں پڑھیں: {#var#} -UMEED",
    },
    PROMISE_MOVED: {
        "en": "A parcel of your Umeed order {#var#} comes later: by {#var#}. A road is closed. You may "
        "cancel it until it is packed. -UMEED",
        "hi": "आपके उम्मीद ऑर्डर {#var#} का एक पार्सल देर से आएगा: {#var#} तक। रास्ता बंद है। पैक होने से पहले आप इसे "
        "रद्द कर सकते हैं। -UMEED",
        "ur": "آپ کے امید آرڈر {#var#} کا ایک پارسل دیر سے آئے گا: {#var#} تک۔ راستہ بند ہے۔ پیک "
        "ہونے سے پہلے آپ اسے منسوخ کر سکتے ہیں۔ -UMEED",
    },
    PARCEL_LATE: {
        "en": "A parcel of your Umeed order {#var#} is late. We expect it by {#var#}. We are sorry. -UMEED",
        "hi": "आपके उम्मीद ऑर्डर {#var#} का एक पार्सल देर से है। {#var#} तक आने की उम्मीद है। हमें खेद है। -UMEED",
        "ur": "آپ کے امید آرڈر {#var#} کا ایک پارسل دیر سے ہے۔ {#var#} تک آنے کی توقع ہے۔ "
        "ہمیں افسوس ہے۔ -UMEED",
    },
    CASE_INCOMPLETE: {
        "en": "Certificate for {#var#}: something is missing. Open Umeed, complete it, send it again. -UMEED",
        "hi": "{#var#} का प्रमाण पत्र: कुछ कमी है। उम्मीद खोलकर देखें, पूरा करके फिर भेजें। -UMEED",
        "ur": "{#var#} کا سرٹیفکیٹ: کچھ کمی ہے۔ امید کھول کر دیکھیں، پورا کر کے دوبارہ بھیجیں۔ -UMEED",
    },
    CASE_RETURNED: {
        "en": "Certificate for {#var#}: not yet. Open Umeed to see what to mend, then send it again. -UMEED",
        "hi": "{#var#} का प्रमाण पत्र: अभी नहीं। क्या ठीक करना है, उम्मीद खोलकर देखें, फिर भेजें। -UMEED",
        "ur": "{#var#} کا سرٹیفکیٹ: ابھی نہیں۔ کیا درست کرنا ہے، امید کھول کر دیکھیں، پھر بھیجیں۔ -UMEED",
    },
    CASE_GRANTED: {
        "en": "{#var#} is certified. Grade: {#var#}. Open Umeed to see the certificate. -UMEED",
        "hi": "{#var#} प्रमाणित है। श्रेणी: {#var#}। प्रमाण पत्र उम्मीद खोलकर देखें। -UMEED",
        "ur": "{#var#} تصدیق شدہ ہے۔ درجہ: {#var#}۔ سرٹیفکیٹ امید کھول کر دیکھیں۔ -UMEED",
    },
    CASE_REFUSED: {
        "en": "Certificate for {#var#}: refused. Open Umeed to see why; you may appeal for 30 days. -UMEED",
        "hi": "{#var#} का प्रमाण पत्र: मना किया गया। क्यों, उम्मीद खोलकर देखें; 30 दिन तक अपील कर सकती हैं। -UMEED",
        "ur": "{#var#} کا سرٹیفکیٹ: نامنظور۔ وجہ امید کھول کر دیکھیں؛ 30 دن تک اپیل کر سکتی ہیں۔ -UMEED",
    },
    CASE_REOPENED: {
        "en": "What is certified of {#var#} was changed, so it is looked at again. Open Umeed. -UMEED",
        "hi": "{#var#} की प्रमाणित बातें बदली गईं, इसलिए इसकी फिर जाँच होगी। उम्मीद खोलें। -UMEED",
        "ur": "{#var#} کی تصدیق شدہ باتیں بدلی گئیں، اس لیے اس کی دوبارہ جانچ ہوگی۔ امید کھولیں۔ -UMEED",
    },
    CERTIFICATE_SUSPENDED: {
        "en": "Certificate {#var#} of {#var#} is suspended. Its goods are off sale for now. "
        "Open Umeed. -UMEED",
        "hi": "प्रमाण पत्र {#var#}, समूह {#var#}, रोका गया है: इसका सामान अभी बिक्री में नहीं। उम्मीद खोलें। -UMEED",
        "ur": "سرٹیفکیٹ {#var#}، گروپ {#var#}، معطل ہے: اس کا سامان ابھی فروخت میں نہیں۔ امید کھولیں۔ -UMEED",
    },
    CERTIFICATE_WITHDRAWN: {
        "en": "Certificate {#var#} of {#var#} is withdrawn. Its goods are not sold any more. "
        "Open Umeed. -UMEED",
        "hi": "प्रमाण पत्र {#var#}, समूह {#var#}, वापस लिया गया है: इसका सामान अब नहीं बिकेगा। उम्मीद खोलें। -UMEED",
        "ur": "سرٹیفکیٹ {#var#}، گروپ {#var#}، واپس لیا گیا ہے: اس کا سامان اب نہیں بکے گا۔ "
        "امید کھولیں۔ -UMEED",
    },
    STALLS_CALLED: {
        "en": "{#var#} calls {#var#} to apply for a stall, until {#var#}. Open Umeed. -UMEED",
        "hi": "{#var#} में स्टॉल के लिए समूह {#var#} {#var#} तक आवेदन कर सकता है। उम्मीद खोलें। -UMEED",
        "ur": "{#var#} میں اسٹال کے لیے گروپ {#var#} {#var#} تک درخواست دے سکتا ہے۔ امید کھولیں۔ -UMEED",
    },
    STALL_ALLOTTED: {
        "en": "{#var#} has stall {#var#} at {#var#}. Letter and passes are on Umeed. -UMEED",
        "hi": "समूह {#var#} को स्टॉल {#var#} मिला है, मेला {#var#}। चिट्ठी और पास उम्मीद पर हैं। -UMEED",
        "ur": "گروپ {#var#} کو اسٹال {#var#} ملا ہے، میلہ {#var#}۔ خط اور پاس امید پر ہیں۔ -UMEED",
    },
    STALL_OFFERED: {
        "en": "{#var#} may have stall {#var#} at {#var#}. Say yes on Umeed by {#var#}, or it goes to the "
        "next group. -UMEED",
        "hi": "समूह {#var#} को स्टॉल {#var#} मिल सकता है, मेला {#var#}। उम्मीद पर {#var#} तक हाँ कहें, "
        "नहीं तो यह अगले समूह को जाएगा। -UMEED",
        "ur": "گروپ {#var#} کو اسٹال {#var#} مل سکتا ہے، میلہ {#var#}۔ امید پر {#var#} تک ہاں کہیں، "
        "ورنہ یہ اگلے گروپ کو جائے گا۔ -UMEED",
    },
    FAIR_CANCELLED: {
        "en": "{#var#} is cancelled: {#var#} need not come. Open Umeed for the reason. -UMEED",
        "hi": "{#var#} रद्द हो गया है: समूह {#var#} को नहीं आना है। कारण उम्मीद पर पढ़ें। -UMEED",
        "ur": "{#var#} منسوخ ہو گیا ہے: گروپ {#var#} کو نہیں آنا ہے۔ وجہ امید پر پڑھیں۔ -UMEED",
    },
    FAIR_DAYS: {
        "en": "{#var#} has new days: from {#var#} to {#var#}. Group {#var#}, open Umeed. -UMEED",
        "hi": "{#var#} के दिन बदल गए हैं: {#var#} से {#var#} तक। समूह {#var#}, उम्मीद खोलें। -UMEED",
        "ur": "{#var#} کے دن بدل گئے ہیں: {#var#} سے {#var#} تک۔ گروپ {#var#}، امید کھولیں۔ -UMEED",
    },
    ENQUIRY_ANSWERED: {
        "en": "You asked at the fair ({#var#}). Our answer: {#var#} -UMEED",
        "hi": "आपने मेले में पूछा था ({#var#})। हमारा जवाब: {#var#} -UMEED",
        "ur": "آپ نے میلے میں پوچھا تھا ({#var#})۔ ہمارا جواب: {#var#} -UMEED",
    },
    CERTIFICATE_REINSTATED: {
        "en": "Certificate {#var#} of {#var#} is valid again. -UMEED",
        "hi": "प्रमाण पत्र {#var#}, समूह {#var#}, फिर मान्य है। -UMEED",
        "ur": "سرٹیفکیٹ {#var#}، گروپ {#var#}، پھر سے درست ہے۔ -UMEED",
    },
}


def in_language(template: str, language: str) -> tuple[str, str]:
    """Return (language, words), in English where the language has none."""
    words = TEMPLATES[template]
    return (language, words[language]) if language in words else ("en", words["en"])


def filled(words: str, variables: Sequence[str]) -> str:
    """
    Return the words with their gaps filled in order.

    Raises:
        ValueError: not as many values as gaps.
    """
    parts = words.split(GAP)
    if len(parts) != len(variables) + 1:
        raise ValueError(f"{len(parts) - 1} gaps, {len(variables)} values")
    return "".join(part + value for part, value in zip(parts, (*variables, ""), strict=True))


def ids_from(text: str) -> dict[str, str]:
    """
    Return "template:language" -> id, from ``sign-in-code:en=1107…,sign-in-code:hi=…``.

    Raises:
        ValueError: an entry that names no template of ours, or an id that is not 19 digits.
    """
    found: dict[str, str] = {}
    for entry in filter(None, (each.strip() for each in text.split(","))):
        name, _equals, number = entry.partition("=")
        template, _colon, language = name.partition(":")
        if language not in TEMPLATES.get(template, {}):
            raise ValueError(f"SMS_TEMPLATE_IDS: there is no template {name}")
        if len(number) != 19 or not number.isascii() or not number.isdigit():
            raise ValueError(f"SMS_TEMPLATE_IDS: the id of {name} must have 19 digits")
        found[name] = number
    return found


def missing_ids(ids: Mapping[str, str]) -> list[str]:
    """Return the templates without an id."""
    wanted = (f"{template}:{language}" for template, words in TEMPLATES.items() for language in words)
    return [name for name in wanted if name not in ids]
