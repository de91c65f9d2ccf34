"""
The brand kit: hang-tags, shelf cards, stickers, look books and share pictures, set from the shop's live
goods.

Keeps nothing: what is printed is what the shop says at that moment. The brand's rules are in ``brand``.
"""
