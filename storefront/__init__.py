"""
The buyer's web: home, listing, product, makers, bag, checkout, orders and their mail.

It owns no goods, prices or orders: it reads the store as the public does, asks the rooms below through
their façades, and turns what they say into pages that work without JavaScript.
"""
