"""macOS: a small application in the person's Applications folder that starts this program.

Files and links reach it as events, not as arguments: see `gui/application.py`.
"""

from __future__ import annotations

import plistlib
import shlex
import sys
from pathlib import Path
from typing import Any

from core.application import ID, NAME
from core.desktop import placing, tools
from core.desktop.kinds import LINKS, Kind, kinds, resource
from core.desktop.placing import Placing
from core.machine.versions import version
from core.messages import QT_TRANSLATE_NOOP, FileError, printable

REGISTER = Path(
    "/System/Library/Frameworks/CoreServices.framework/Frameworks/LaunchServices.framework"
    "/Support/lsregister"
)


def install(command: tuple[str, ...]) -> list[Path]:
    """Make the application; says which files. Raises FileError with nothing done."""
    if getattr(sys, "frozen", False):
        text = QT_TRANSLATE_NOOP(
            "core", "this is an application already; drag it into the folder Applications"
        )
        raise FileError(printable(sys.executable, 200), text)
    inside = application() / "Contents"
    script = f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n'
    with Placing(_record()) as made:
        made.write(inside / "Info.plist", plistlib.dumps(information()))
        made.write(inside / "PkgInfo", b"APPL????")
        icon = resource("icons", "initlab.icns").read_bytes()
        made.write(inside / "Resources" / "initlab.icns", icon)
        made.write(inside / "MacOS" / NAME, script.encode(), mode=0o755)
        _register("-f")
    return [application()]


def remove() -> list[Path]:
    """Take away what `install` has made; says what there was. Raises FileError."""
    record = placing.read(_record())
    if record.files:
        _register("-u")
    removed = placing.remove_files([Path(path) for path in record.files])
    placing.forget(_record(), record)
    return [application()] if removed else []


def information() -> dict[str, Any]:
    """What the bundle says of itself: Apple's Information Property List."""
    return {
        "CFBundleIdentifier": ID,
        "CFBundleName": NAME,
        "CFBundleDisplayName": NAME,
        "CFBundleExecutable": NAME,
        "CFBundleIconFile": "initlab.icns",
        "CFBundlePackageType": "APPL",
        "CFBundleShortVersionString": version("initlab"),
        "CFBundleVersion": version("initlab"),
        "CFBundleInfoDictionaryVersion": "6.0",
        "NSHighResolutionCapable": True,
        "CFBundleURLTypes": [{"CFBundleURLName": ID, "CFBundleURLSchemes": [LINKS]}],
        "CFBundleDocumentTypes": [_document(kind) for kind in kinds()],
        "UTExportedTypeDeclarations": [_declared(kind) for kind in kinds()],
    }


def _type(kind: Kind) -> str:
    return f"{ID}.{kind.key}"


def _document(kind: Kind) -> dict[str, Any]:
    return {
        "CFBundleTypeName": kind.label,
        "CFBundleTypeRole": "Editor",
        "CFBundleTypeIconFile": "initlab.icns",
        "LSItemContentTypes": [_type(kind), _general(kind)],
        "LSHandlerRank": "Alternate",  # other JSON and Markdown stays with who opens it now
    }


def _declared(kind: Kind) -> dict[str, Any]:
    return {
        "UTTypeIdentifier": _type(kind),
        "UTTypeDescription": kind.label,
        "UTTypeConformsTo": [_general(kind)],
        "UTTypeTagSpecification": {
            "public.filename-extension": [kind.ending.removeprefix(".")],
            "public.mime-type": kind.mime,
        },
    }


def _general(kind: Kind) -> str:
    """What macOS calls all files with this last ending."""
    known = {".json": "public.json", ".md": "net.daringfireball.markdown"}
    return known[Path(kind.ending).suffix]


def application() -> Path:
    """The bundle."""
    return Path.home() / "Applications" / f"{NAME}.app"


def _record() -> Path:
    return Path.home() / "Library" / "Application Support" / NAME / "desktop.json"


def _register(option: str) -> None:
    """Tell the system at once; it finds the bundle by itself, later, where this is not there."""
    if REGISTER.is_file():
        tools.run([str(REGISTER), option, str(application())])
