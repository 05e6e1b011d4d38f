r"""@.architecture
Incoming: text files --- {str}
Processing: escape() --- {1 job: data_transformation}
Outgoing: stdout --- {str with \n escapes}
"""
