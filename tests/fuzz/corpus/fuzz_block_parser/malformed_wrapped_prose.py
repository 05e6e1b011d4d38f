€"""Every module bears a block that begins with the line
@.architecture
and documents where its data comes from.
"""
