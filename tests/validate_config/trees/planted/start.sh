#!/bin/sh
export STORAGE_DIRECTORY=var/uploads
exec uvicorn main:app \
  --host 127.0.0.1 \
  --port 8000
