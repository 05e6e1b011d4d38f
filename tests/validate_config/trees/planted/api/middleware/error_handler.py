"""
Turns every failure into one shape of JSON answer.

@.architecture
Incoming: main.py, utils/errors.py, utils/identifiers.py --- {FastAPI application, AetherError, Exception, str}
Processing: install(), known_failure(), unknown_failure() --- {4 jobs: error_handling, error_logging, request_interception, response_formatting}
Outgoing: Frontend (HTTP JSON), monitoring/metrics.py --- {ErrorBody, metric name}
"""

import logging

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from utils.errors import AetherError
from utils.identifiers import new_id

log = logging.getLogger(__name__)


def install(app: FastAPI) -> None:
    """Handle the failures of every route."""
    app.add_exception_handler(AetherError, known_failure)
    app.add_exception_handler(Exception, unknown_failure)


async def known_failure(request: Request, failure: AetherError) -> JSONResponse:
    """A failure with a name: its own status and message."""
    request.app.state.metrics.count(f"aether_errors_{failure.code}_total")
    return JSONResponse(failure.body(), status_code=failure.status)


async def unknown_failure(request: Request, failure: Exception) -> JSONResponse:
    """Anything else: logged in full, told to the client by an incident number only."""
    incident = new_id("incident")
    log.error("%s: %s %s", incident, request.method, request.url.path, exc_info=failure)
    request.app.state.metrics.count("aether_errors_internal_total")
    body = AetherError(f"internal error, incident {incident}").body()
    return JSONResponse(body, status_code=AetherError.status)
