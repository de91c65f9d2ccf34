"""Catalogue: what kinds of goods there are, how they are described, and how a buyer finds them.

This room sets the store up (product types, crafts, districts, attributes, categories, warehouses), loads the
demo's goods, and keeps an index of its own beside the store: the store has no facets and forgives no typing
error. The index holds ids and what is searched by; names, prices and pictures that a buyer sees come live
from the store. Later also: import and export, translations, and the blocks that decide what is on sale.
"""
