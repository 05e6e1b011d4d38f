"""
Aether backend: the application and its wiring.

@.architecture
Incoming: config/settings.py, Uvicorn (ASGI server) --- {Settings, ASGI lifespan events}
Processing: create_app(), lifespan(), run() --- {4 jobs: application_startup, dependency_wiring, lifecycle_management, request_routing}
Outgoing: api/, core/integrations/loader.py, data/, monitoring/ --- {FastAPI application}
"""

from contextlib import asynccontextmanager
from types import SimpleNamespace

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

import api
from api import admin
from api.middleware import authentication, rate_limit
from config.settings import get_settings
from core.integrations.loader import IntegrationLoader
from core.runtime.memory import Memory
from data import backup, cache, storage
from data.database import engine
from monitoring import alerts, logs, metrics, telemetry


@asynccontextmanager
async def lifespan(app: FastAPI):
    """Open what must be open while requests are served, then close it again."""
    storage.prepare()
    app.state.computer = SimpleNamespace()
    app.state.integrations = IntegrationLoader(app.state.computer).load_all()
    app.state.cache = cache.make()
    app.state.memory = Memory()
    app.state.memory.open()
    metrics.serve()
    try:
        yield
    finally:
        backup.run_if_enabled()
        engine().dispose()


def create_app() -> FastAPI:
    """The application with its middleware and routes, not yet started."""
    settings = get_settings()
    logs.configure(settings.logging)
    telemetry.configure(settings.app.environment)
    app = FastAPI(
        title=settings.app.name,
        debug=settings.app.debug,
        root_path=settings.server.root_path,
        lifespan=lifespan,
    )
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.security.cors_origins,
        allow_credentials=settings.security.cors_allow_credentials,
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=[settings.server.header_name],
    )
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.server.trusted_hosts))
    rate_limit.install(app)
    authentication.install(app)
    alerts.install(app)
    app.include_router(api.router)
    app.mount("/v1/admin", admin.app)
    return app


def run() -> None:
    """Serve until interrupted."""
    import uvicorn

    server = get_settings().server
    uvicorn.run(
        "main:create_app",
        factory=True,
        host=server.host,
        port=server.port,
        workers=server.workers,
        reload=server.reload,
    )


if __name__ == "__main__":
    run()
