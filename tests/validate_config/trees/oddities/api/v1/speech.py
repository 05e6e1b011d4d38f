"""Speech to text and back."""

from fastapi import Body, Response

from core.integrations.providers.speech import speak, transcribe
from utils.routing import make_router

router = make_router("speech")


@router.post("/transcriptions")
def transcriptions(data: bytes = Body(), language: str = "en") -> str:
    return transcribe(data, language)


@router.post("")
def say(text: str, language: str = "en") -> Response:
    return Response(speak(text, language), media_type="audio/wav")
