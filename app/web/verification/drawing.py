"""Digits as a picture and as a sound, one after the other in a thread of their own.

Pillow and the voices are loaded when the first visitor without JavaScript comes, not by every worker.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from app.core.errors import LimitReached
from app.web.turns import Turns

if TYPE_CHECKING:
    from captcha.audio import AudioCaptcha
    from captcha.image import ImageCaptcha

WIDTH, HEIGHT = 280, 90  # pixels
INK, GROUND = (255, 255, 255, 255), (24, 58, 61)  # the package paints light letters solid and dark ones thin
WAITING = 20  # for their turn; whoever comes then is asked to come again
KEPT = 16  # a browser asks twice for a sound, and a page may be loaded again
_drawing = Turns("drawing", 1)  # a sound takes 0.2 s of a processor


class Drawing:
    """Pictures (PNG) and sounds (WAV, 8 bits, English voices) of digits; kept at `app.state.drawing`."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()

    async def picture(self, name: str, digits: str) -> bytes:
        """The picture of that name. Raises LimitReached where very many are drawn just now."""
        return await self._keep(("picture", name), lambda: self._image.generate(digits, "png", GROUND, INK).getvalue())

    async def sound(self, name: str, digits: str) -> bytes:
        """The same digits, spoken. Raises LimitReached."""
        return await self._keep(("sound", name), lambda: bytes(self._audio.generate(digits)))

    @cached_property
    def _image(self) -> ImageCaptcha:
        from captcha.image import ImageCaptcha

        image = ImageCaptcha(WIDTH, HEIGHT)
        image.character_rotate = (-18, 18)  # people come first: digits do not lie on their sides or on one another
        image.word_offset_dx = 0.02
        image.word_space_probability = 1.0  # that of no space: with some the last digit is cut off
        return image

    @cached_property
    def _audio(self) -> AudioCaptcha:
        from captcha.audio import AudioCaptcha

        return AudioCaptcha()

    async def _keep(self, key: tuple[str, str], draw: Callable[[], bytes]) -> bytes:
        found = self._kept.get(key)
        if found is not None:
            return found
        if _drawing.waiting >= WAITING:
            raise LimitReached("Very many people ask for a verification just now.", retry_after=10)
        found = await _drawing.take(draw)
        self._kept[key] = found
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found
