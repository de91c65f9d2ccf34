"""
Places: where goods are made, gathered, stored and shown; when each is open, what it holds, who works there
and which groups or PIN codes it serves. Distances between them. No parcels and no prices.
"""
