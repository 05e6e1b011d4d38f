import httpx
import respx

from core.integrations.providers.perplexica import perplexica_search
from tests.helpers import ANSWER


@respx.mock
def test_search():
    respx.post("http://localhost:3000/api/search").mock(httpx.Response(200, json=ANSWER))
    found = perplexica_search("anything", limit=1)
    assert found["sources"] == ANSWER["sources"][:1]
