#!/bin/sh
# development.yaml has `localhost` for the host, which is the same.
export AETHER_ENVIRONMENT=development
cd "$(dirname "$0")" && exec uvicorn main:create_app --factory --reload --host 127.0.0.1 --port 5002
