"""
Takes a document and gives back its text as Markdown.

@.architecture
Incoming: Frontend (HTTP multipart upload), api/middleware/authentication.py, api/v1/schemas/documents.py, data/storage.py, docling/convert.py, main.py, security/permissions.py --- {UploadFile, Principal, Path, markdown}
Processing: convert_document() --- {5 jobs: authentication, authorization, document_conversion, file_upload, validation}
Outgoing: Frontend (HTTP JSON), api/v1/schemas/documents.py, data/storage.py, docling/convert.py, security/permissions.py --- {DocumentResult, bytes, Path, permission name}
"""

import asyncio

from fastapi import APIRouter, Depends, Request, UploadFile

from api.middleware.authentication import require_principal
from api.v1.schemas.documents import DocumentResult, checked_suffix
from core.integrations.providers.docling.convert import docling_convert
from security.permissions import require
from security.tokens import Principal

router = APIRouter(prefix="/v1/documents")


@router.post("")
async def convert_document(
    file: UploadFile, request: Request, principal: Principal = Depends(require_principal)
) -> DocumentResult:
    """Store an upload and convert it."""
    require(principal, "documents:convert")
    name = file.filename or ""
    suffix = checked_suffix(name)
    path = request.app.state.storage.save(await file.read(), suffix)
    markdown = await asyncio.to_thread(docling_convert, str(path))
    return DocumentResult(name=name, stored_as=path.name, markdown=markdown)
