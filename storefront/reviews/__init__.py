"""
What buyers say of goods that they received, what people ask before they buy, and what the makers answer.

Nothing is shown before somebody of the staff has read it.
"""
