"""
Registry: the self-help groups (SHGs) that make what is sold, each with its village organisation (VO),
cluster level federation (CLF), place and tax standing. Owns who a group is; what it earns, sells or has
certified belongs to other rooms, which know it by its code ("KZ09").
"""
