"""
Registry: the self-help groups (SHGs) that make what is sold, where they are and what they belong to (village
organisation, cluster level federation), their members and helpers, licences, bank accounts, consents, and how
far each is on its way to selling. Owns who a group is; what it earns, sells or has certified belongs to other
rooms, which know it by its code ("KZ09").
"""
