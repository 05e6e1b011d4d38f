"""Images in this process. `vision` has no __init__.py: plugins may add modules to it."""

import enum
import importlib.util
import io

from PIL import Image
from sklearn.cluster import KMeans

HAS_CV2 = importlib.util.find_spec("cv2") is not None

if HAS_CV2:
    import cv2

    def describe_image(data: bytes, colors: int = 3) -> dict:
        """Size, sharpness and main colours."""
        image = Image.open(io.BytesIO(data)).convert("RGB")
        sharpness = cv2.Laplacian(_pixels(image), cv2.CV_64F).var()
        return {"size": image.size, "sharpness": sharpness, "colors": _colors(image, colors)}
else:
    def describe_image(data: bytes, colors: int = 3) -> dict:
        """Size and main colours."""
        image = Image.open(io.BytesIO(data)).convert("RGB")
        return {"size": image.size, "colors": _colors(image, colors)}


class Backend(enum.Enum):
    CPU = "cpu"
    GPU = "gpu"


def read_text(data: bytes, languages: "tuple[str, ...]" = ("en",)) -> str:
    """The text in an image, where an OCR engine is installed."""
    try:
        import pytesseract
    except ImportError as failure:
        raise RuntimeError("no OCR engine is installed") from failure
    return pytesseract.image_to_string(Image.open(io.BytesIO(data)), lang="+".join(languages))


def _pixels(image):
    import numpy as np

    return np.asarray(image)


def _colors(image, count: int) -> list[list[int]]:
    pixels = _pixels(image.resize((32, 32))).reshape(-1, 3)
    return KMeans(count, n_init=1).fit(pixels).cluster_centers_.astype(int).tolist()
