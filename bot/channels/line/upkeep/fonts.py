"""A font that can write Chinese, wherever this machine has one."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from PIL import ImageFont

from askcity.errors import ConfigurationError

USUAL = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/STHeiti Medium.ttc",
    "C:/Windows/Fonts/msjhbd.ttc",
    "C:/Windows/Fonts/msjh.ttc",
)
TELLING = "灣"
"""A character that a font without Chinese does not have."""
NOBODY_HAS = "\U0010fffd"
FACES = 10
"""How many faces of a collection are looked through for the Taiwanese one."""


def find_font(wished: Path | None = None) -> Path | None:
    """A font file; None where there is none. Raises ConfigurationError where the wished one will not do."""
    if wished is not None:
        if not writes_chinese(wished):
            raise ConfigurationError(f"{wished} is no font that can write Chinese; take another --font")
        return wished
    return next((path for path in _candidates() if path.is_file() and writes_chinese(path)), None)


def load(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """A font in a size in pixels; of a collection the face for Taiwan, if it has one."""
    faces = []
    for index in range(FACES):
        try:
            faces.append(ImageFont.truetype(str(path), size, index=index))
        except OSError:
            break
    if not faces:
        raise ConfigurationError(f"{path} is no font")
    return next((face for face in faces if _taiwanese(face)), faces[0])


def writes_chinese(path: Path) -> bool:
    """Whether a font has Chinese characters."""
    try:
        font = load(path, 40)
    except (ConfigurationError, OSError):
        return False
    return bytes(font.getmask(TELLING)) != bytes(font.getmask(NOBODY_HAS))


def _taiwanese(font: ImageFont.FreeTypeFont) -> bool:
    name = str(font.getname()[0])
    return name.endswith((" TC", " TW")) and "Mono" not in name


def _candidates() -> Iterator[Path]:
    yield from map(Path, USUAL)
    program = shutil.which("fc-match")
    if program is not None:
        asked = [program, "-f", "%{file}", ":lang=zh-tw:weight=bold"]
        told = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603
        if told.stdout:
            yield Path(told.stdout)
