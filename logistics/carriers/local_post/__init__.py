"""
A stand-in for India Post: a small server of its own that speaks the dialect of
``logistics.carriers.india_post``, keeps its articles in one SQLite file, and posts signed news. No parcel
moves. ``python -m`` starts it.
"""
