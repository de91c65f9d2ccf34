"""The demo's papers of licences: one sheet that says that it is a sample."""

from pathlib import Path
from typing import Final

from jkrlm.people.facade import User
from media.facade import store_picture
from sellers.registry.facade import keep_paper, licences

GROUPS: Final = ("KZ09", "KZ11")
PAPER: Final = Path(__file__).parent / "pictures" / "licence.webp"


def load_demo_licence_papers(editor: User) -> None:
    """Lay the sheet to each licence that has none; again, nothing happens."""
    for code in GROUPS:
        for row in licences(code):
            if not row.paper_key:
                key = store_picture(PAPER.read_bytes(), private=True, owner=code).key
                keep_paper(code=code, licence_id=row.id, paper_key=key, actor=editor)
