"""Tells somebody of failures."""

import httpx
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from config.settings import get_settings
from utils import mail


def install(app: FastAPI) -> None:
    if get_settings().alerting.enabled:
        app.add_exception_handler(Exception, tell)


async def tell(request: Request, failure: Exception) -> JSONResponse:
    alerting = get_settings().alerting
    text = f"{request.method} {request.url.path}: {failure!r}"
    if alerting.webhook_url is not None:
        alert = [{"labels": {"alertname": "AetherFailure"}, "annotations": {"summary": text}}]
        async with httpx.AsyncClient() as client:
            await client.post(str(alerting.webhook_url), json=alert)
    mail.send(alerting.sender, text)
    return JSONResponse({"error": "internal error"}, status_code=500)
