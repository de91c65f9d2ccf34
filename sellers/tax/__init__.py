"""
Tax: who sells (the seller of record of each line), what GST is in a price, and the answer given to the
store, kept by digest for the later split of the order. Owns the dated GST rates by HSN code, the rule of
who may sell where, and the registrations (GSTIN) under which federations and JKTPO sell.
"""
