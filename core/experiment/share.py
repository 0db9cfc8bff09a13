"""An experiment as a line of text, which a chat, a mail or a QR code carries.

A link is `initlab:` and the base64url, without padding, of the zlib stream of compact JSON: of the
file's keys those whose values are not the defaults. A link without `initlab` among its keys is of
version 1. zlib's checksum finds a letter that was lost on the way.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
import zlib
from collections.abc import Mapping
from typing import Any

from core.experiment import RACE, VERSION, Experiment, Initialization, files, link_text
from core.experiment.link_text import SCHEME, Letters
from core.format import counted
from core.messages import QT_TRANSLATE_NOOP, FileError, InitLabError

KEY = "link"
"""What an error names where a file's would name the file."""

MAX_TEXT = 8_192
MAX_BYTES = 65_536
"""Of the JSON inside. A few hundred bytes can unpack to megabytes; they are not unpacked."""

MAX_IN_QR = 2_953
"""Bytes in the largest QR code, version 40-L: ISO/IEC 18004, table 7."""


def is_link(text: str) -> bool:
    """Whether the text means to be a link, whole or damaged."""
    return link_text.begins(text)


def holds_link(text: str) -> bool:
    """Whether a link stands somewhere in the text, whole or damaged."""
    return link_text.holds(text)


def link(experiment: Experiment) -> str:
    """The link that opens this experiment: the same text each time.

    Raises FileError where so much has been typed into it that no link holds it.
    """
    compact = json.dumps(_differing(experiment), ensure_ascii=False, separators=(",", ":"))
    content = compact.encode("utf-8")
    text = SCHEME + base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")
    if len(content) > MAX_BYTES or len(text) > MAX_TEXT:
        raise FileError(
            KEY,
            QT_TRANSLATE_NOOP(
                "core", "the experiment is too long for a link of {most} characters; save it"
            ).format(most=counted(MAX_TEXT)),
        )
    return text


def _differing(experiment: Experiment) -> dict[str, Any]:
    """The sections of the file without what their defaults say already."""
    plain = Experiment()
    found: dict[str, Any] = {}
    for name, section in experiment.to_dict().items():
        if name == "initlab":
            continue
        if name == RACE:
            found[name] = section
            continue
        part = getattr(experiment, name)
        default = getattr(plain, name).to_dict()
        if isinstance(part, Initialization):
            default |= part.entry.defaults()
        kept = {
            key: value
            for key, value in section.items()
            # As it is written: 0.0 and −0.0 are equal, and print differently.
            if key not in default or repr(value) != repr(default[key])
        }
        if kept:
            found[name] = kept
    return found


def experiment(text: str) -> Experiment:
    """The experiment of the first link in the text that can be read, whatever stands around it.

    Raises FileError about `link` where the text holds none, or none that is whole, and
    InvalidExperiment with the dotted key.
    """
    errors: list[InitLabError] = []
    for letters in link_text.letters(text, MAX_TEXT - len(SCHEME)):
        try:
            return _read(letters)
        except InitLabError as error:
            errors.append(error)
    if errors:
        raise errors[0]
    reason = QT_TRANSLATE_NOOP("core", "this is no link: a link begins with {scheme}")
    raise FileError(KEY, reason.format(scheme=SCHEME))


def _read(letters: Letters) -> Experiment:
    data = files.parse_json(_unpacked(letters), KEY)
    if isinstance(data, Mapping):
        data = {"initlab": VERSION} | dict(data)
    return Experiment.from_dict(data)


def _unpacked(letters: Letters) -> str:
    """The JSON inside, at most MAX_BYTES of it. Where it ends, zlib's stream says."""
    if letters.ends[0] > MAX_TEXT - len(SCHEME):
        raise _too_large()
    whole = letters.text if len(letters.text) % 4 != 1 else letters.text[:-1]
    stream = zlib.decompressobj()
    try:
        packed = base64.urlsafe_b64decode(whole + "=" * (-len(whole) % 4))
        content = stream.decompress(packed, MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise _too_large()
        used = len(packed) - len(stream.unused_data)
        # Six bits a letter, the last one filled up: RFC 4648, section 5.
        if not stream.eof or not letters.end(-(-8 * used // 6)):
            raise _damaged()
        return content.decode("utf-8")
    except (binascii.Error, zlib.error, UnicodeDecodeError):
        raise _damaged() from None


def _damaged() -> FileError:
    text = QT_TRANSLATE_NOOP(
        "core", "the link is damaged: letters are missing or changed; copy it once more, whole"
    )
    return FileError(KEY, text)


def _too_large() -> FileError:
    text = QT_TRANSLATE_NOOP(
        "core", "too large for a link, which has at most {most} characters, {inside} unpacked"
    )
    return FileError(KEY, text.format(most=counted(MAX_TEXT), inside=counted(MAX_BYTES)))


def qr_code(text: str) -> bytes:
    """The QR code of a link as a PNG, black on white: a pixel a module, the quiet zone around it.

    Raises FileError for a link that no QR code holds.
    """
    import segno  # 20 ms, which the start does not wait for

    try:
        code = segno.make_qr(text)
    except segno.DataOverflowError:
        reason = QT_TRANSLATE_NOOP(
            "core",
            "a QR code holds {most} characters and this link has {count}; copy the link",
        ).format(most=counted(MAX_IN_QR), count=counted(len(text)))
        raise FileError(KEY, reason) from None
    png = io.BytesIO()
    code.save(png, kind="png", scale=1)
    return png.getvalue()
