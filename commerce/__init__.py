"""The store seen from here: documents, typed client, events, payment app, and the embedded store.

Commerce is Saleor; everything else is a room around it. Products, stock,
prices, checkouts, orders, payments and customers belong to the store and are
reached through this door only.
"""
