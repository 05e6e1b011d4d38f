"""
@.architecture
Incoming: api/upload.py -- {UploadFile}
Processing: scan() --- {1 job: virus_scanning}
Outgoing: storage.py --- {Path}
"""
