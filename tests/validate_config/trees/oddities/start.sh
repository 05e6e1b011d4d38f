#!/bin/sh
# Serves without containers, on a server whose .env has all that .env.example lists, and CACHE_REDIS_URL.
# Until 1.4 it was: uvicorn main:app --host 0.0.0.0 --port 8000 --workers 8
set -eu
cd "$(dirname "$0")"
set -a
[ ! -f .env ] || . ./.env
AETHER_ENVIRONMENT=production
set +a
PORT="${PORT:-5002}"
echo "The frontend is at http://localhost:3000, the API at http://localhost:$PORT/docs"
exec uvicorn main:create_app --factory \
  --host "${SERVER_HOST:-127.0.0.1}" --port "$PORT" --workers "${WEB_CONCURRENCY:-4}"
