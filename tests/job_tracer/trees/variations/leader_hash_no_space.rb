#@.architecture
#Incoming: Rack env --- {Hash}
#Processing: call --- {1 job: request_handling}
#Outgoing: Rack response --- {Array}
class App
end
