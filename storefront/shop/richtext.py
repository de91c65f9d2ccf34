"""The store's rich text (EditorJS blocks in JSON) as plain paragraphs; markup inside is dropped."""

import html
import json
import re
from typing import Any, Final

_TAG: Final = re.compile(r"<[^>]{0,400}>")


def plain(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", text)).split())


def paragraphs(value: Any) -> list[str]:
    """Return the text of every block that has one. What is no EditorJS document counts as one paragraph."""
    if not value:
        return []
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return [plain(value)]
    blocks = value.get("blocks", []) if isinstance(value, dict) else []
    texts: list[str] = []
    for block in blocks:
        data = block.get("data", {}) if isinstance(block, dict) else {}
        if isinstance(data.get("text"), str):
            texts.append(plain(data["text"]))
        texts.extend(plain(item) for item in data.get("items", []) if isinstance(item, str))
    return [text for text in texts if text]
