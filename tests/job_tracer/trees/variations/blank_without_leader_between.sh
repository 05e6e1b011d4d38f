#!/bin/sh
# @.architecture

# Incoming: env --- {string}
   	
# Processing: export --- {1 job: environment_setup}



# Outgoing: child processes --- {env}
export A=1
