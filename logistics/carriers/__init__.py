"""
Carriers: who brings a parcel from us to a door, behind one Protocol. Owns no table: what was asked of a
carrier and what it said is kept by ``logistics.parcels``. How a third one is added: docs/carriers.md.
"""
