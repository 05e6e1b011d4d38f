"""
The speech service.

@.architecture
Incoming: Backend (HTTP POST) --- {audio}
Processing: health(), transcriptions(), speech() --- {3 jobs: decoding, request_routing, transcription}
Outgoing: Backend (HTTP JSON) --- {text}
"""

import os
from functools import cache

from aiohttp import web

routes = web.RouteTableDef()
HOST, PORT = os.getenv("SPEECH_HOST", "127.0.0.1"), 9000


@cache
def model():
    from faster_whisper import WhisperModel

    return WhisperModel(os.getenv("SPEECH_MODEL", "small"))


@routes.get("/{name:healthz|livez}")
async def health(_request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


async def transcriptions(request: web.Request) -> web.Response:
    segments, _ = model().transcribe(await request.read(), language=request.query.get("language"))
    return web.json_response({"text": "".join(segment.text for segment in segments)})


async def speech(request: web.Request) -> web.Response:
    raise web.HTTPNotImplemented(text=f"no voice {request.query.get('voice')!r} is installed")


def make() -> web.Application:
    app, v1 = web.Application(), web.Application()
    v1.router.add_post("/transcriptions", transcriptions)
    v1.add_routes([web.post("/speech", speech)])
    app.add_routes(routes)
    app.add_subapp("/v1", v1)
    return app


if __name__ == "__main__":
    web.run_app(make(), host=HOST, port=PORT)
