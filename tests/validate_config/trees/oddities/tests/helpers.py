"""What services answer."""

ANSWER = {"message": "yes", "sources": [{"url": "http://example.com/1"}, {"url": "http://example.com/2"}]}
