"""Reads the @.architecture blocks of a tree.

The tag @.architecture
stands alone. A line that ends with @.architecture does not make one, and
@.architecture at the start of a sentence does not either.
"""
