# @.architecture
# Incoming: none --- {none}
# Processing: version constants --- {1 job: configuration}
# Outgoing: every module --- {str}
VERSION = "1.0"
