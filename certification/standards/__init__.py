"""
Standards: what goods must be to be certified, in versions with limits per grade; how far each craft has
come; who may use the brand. Works out the grade from results; decides nothing.
"""
