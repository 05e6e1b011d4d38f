"""Documents: convert one, and what can be converted."""

from fastapi import APIRouter, Form, UploadFile

from core.integrations.providers.docling import convert_document, list_formats
from data.storage import save

router = APIRouter(prefix="/documents", tags=["docling"])


@router.post("/convert")
async def convert(file: UploadFile, to: str = Form("md"), ocr: bool = Form(False)) -> dict:
    path = save(await file.read(), file.filename or "")
    return {"text": await convert_document(str(path), to, ocr=ocr)}


@router.get("/formats")
async def formats() -> list[str]:
    return list_formats()
