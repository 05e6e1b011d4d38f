€"""
@.architecture   
Incoming: a.py --- {A}  
Processing: run() --- {1 job: processing}	
Outgoing: b.py --- {B}   
"""
