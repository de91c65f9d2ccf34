"""The embedded store: answers Saleor's contract in this process, on this database.

Each room has models, services and schema (resolvers beside its part of the SDL).
``engine`` runs documents, ``webhook`` tells the app what happened. Nothing of
ours is in the schema; only ``commerce`` may import from here.
"""
