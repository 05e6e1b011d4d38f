class Router:
    """Routes a message.

        @.architecture
        Incoming: bus.py --- {Message}
        Processing: route() --- {1 job: message_routing}
        Outgoing: handlers/ --- {Message}
    """

    def route(self, message):
        return message
