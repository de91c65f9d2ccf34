"""A month of documents in the shape of the returns: GSTR-1 of a seller of record, GSTR-8 of the operator."""
