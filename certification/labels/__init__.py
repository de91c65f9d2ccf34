"""
Labels: serialised labels in batches, printed to the millimetre, attached to pieces, voided; and what
their addresses lead to.
"""
