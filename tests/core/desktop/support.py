"""What tests of an installation need: the whole of a folder, and a registry without Windows."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything in a folder: what files hold, None for folders."""
    return {
        str(path.relative_to(folder)): None if path.is_dir() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
    }


class Registry:
    """As much of the module winreg as is used, with winreg's rules: keys nest, a delete needs a
    leaf, names know no capitals."""

    HKEY_CURRENT_USER = ""
    KEY_SET_VALUE = 2
    REG_SZ = 1

    def __init__(self, keys: dict[str, dict[str, str]]) -> None:
        self.keys: dict[str, dict[str, str]] = {}
        for key, values in keys.items():
            self.CreateKey("", key)
            self.keys[key.lower()] |= values

    def CreateKey(self, root: str, key: str) -> Any:
        parts = key.split("\\")
        for end in range(1, len(parts) + 1):
            self.keys.setdefault("\\".join(parts[:end]).lower(), {})
        return self.OpenKey(root, key)

    def OpenKey(self, root: str, key: str, _reserved: int = 0, _access: int = 0) -> Any:
        if key.lower() not in self.keys:
            raise FileNotFoundError(2, "no such key")
        return _Opened(key.lower())

    def SetValueEx(self, key: Any, name: str, _reserved: int, kind: int, value: str) -> None:
        assert kind == self.REG_SZ
        self.keys[key.name][name] = value

    def QueryValueEx(self, key: Any, name: str) -> tuple[str, int]:
        return self.keys[key.name][name], self.REG_SZ

    def ExpandEnvironmentStrings(self, text: str) -> str:
        return text

    def _below(self, key: str) -> list[str]:
        return [k for k in self.keys if k.rpartition("\\")[0] == key]

    def QueryInfoKey(self, key: Any) -> tuple[int, int, int]:
        return len(self._below(key.name)), len(self.keys[key.name]), 0

    def EnumKey(self, key: Any, at: int) -> str:
        return self._below(key.name)[at].rpartition("\\")[2]

    def DeleteKey(self, root: str, key: str) -> None:
        if self._below(key.lower()):
            raise PermissionError(13, "it has subkeys")
        del self.keys[key.lower()]

    def DeleteValue(self, key: Any, name: str) -> None:
        if name not in self.keys[key.name]:
            raise FileNotFoundError(2, "no such value")
        del self.keys[key.name][name]


class _Opened:
    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> _Opened:
        return self

    def __exit__(self, *_: object) -> None:
        pass
