#!/bin/sh
cd "$(dirname "$0")" && exec uvicorn app:app --host 0.0.0.0 --port 5001 --workers 1
