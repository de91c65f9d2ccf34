"""
Seller orders: a buyer's order split by seller of record. Owns each seller's part, its states from
confirmed to handed over, its cancellations and returns, and the agreement of its sums with the order's.
"""
