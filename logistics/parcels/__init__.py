"""
Parcels: each packet that a group packs, each box that a hub packs of several, and each one that comes
back: where it is, step by step, what went wrong with it and who bears that. Owns steps, promises,
troubles, what carriers were asked; orders and their money are ``sellers.orders``', which says what is to
be sent and hears what became of it.
"""
