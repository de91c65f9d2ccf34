"""
Reconciliation: what bank, card company and carriers say against the books, to the rupee.

Owned here: lines of bank statements and what each was matched with, what the card company booked day by day,
the list of what is open with its age and owner, what one person proposes and another approves, and which
days are closed. The books themselves are the ledger's; here nothing is posted but through its door.
"""
