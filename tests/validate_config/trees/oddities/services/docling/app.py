"""
The Docling service, which runs in a container of its own with its own requirements.

@.architecture
Incoming: Backend (HTTP multipart) --- {document}
Processing: convert_file(), health() --- {2 jobs: document_conversion, encoding}
Outgoing: Backend (HTTP JSON) --- {Markdown}
"""

import tempfile

from docling.document_converter import DocumentConverter
from fastapi import APIRouter, FastAPI, UploadFile

app = FastAPI(title="Docling")
v1 = FastAPI()
convert = APIRouter(prefix="/convert")


@convert.post("/file")
def convert_file(files: UploadFile) -> dict:
    with tempfile.NamedTemporaryFile(suffix=files.filename) as file:
        file.write(files.file.read())
        document = DocumentConverter().convert(file.name).document
    return {"document": {"md_content": document.export_to_markdown()}}


def health() -> dict[str, str]:
    return {"status": "ok"}


app.add_api_route("/health", health)
v1.include_router(convert)
app.mount("/v1", v1)
