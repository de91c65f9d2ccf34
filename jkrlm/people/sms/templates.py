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
