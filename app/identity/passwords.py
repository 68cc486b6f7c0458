"""Passwords: argon2id, a bounded number at a time, and what a password must be."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections import OrderedDict

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from app.domain.errors import InvalidInput, Unavailable
from app.identity.limits import MAX_LENGTH, MIN_LENGTH

PARALLEL = 2
"""Hashes computed at once: each takes 19 MiB and some 40 ms of a core, and a crowd must not take them all."""
PATIENCE_S = 10.0
REMEMBERED = 256

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
"""OWASP's second argon2id profile: m=19 MiB, t=2, p=1."""


class Passwords:
    """Hashes and checks passwords; remembers for this process which pair was right, for HTTP Basic."""

    def __init__(self, parallel: int = PARALLEL, patience_s: float = PATIENCE_S) -> None:
        self._slots = threading.BoundedSemaphore(parallel)
        self._patience_s = patience_s
        self._secret = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._right: OrderedDict[bytes, None] = OrderedDict()
        self._decoy = _hasher.hash(secrets.token_hex(16))

    def hash(self, password: str) -> str:
        """A hash with a salt of its own. Raises `Unavailable` where too many wait."""
        with self._slot():
            return _hasher.hash(password)

    def verify(self, password_hash: str | None, password: str) -> bool:
        """Whether the password is right; takes as long for an account that does not exist (`password_hash` None)."""
        with self._slot():
            try:
                return _hasher.verify(password_hash or self._decoy, password) and password_hash is not None
            except (VerificationError, InvalidHashError):
                return False

    def verify_again(self, password_hash: str | None, password: str) -> bool:
        """As `verify`, for callers that send the password with every request: computed once per hash and password."""
        if password_hash is None:
            return self.verify(None, password)
        key = hmac.new(self._secret, f"{password_hash}\0{password}".encode(), hashlib.sha256).digest()
        with self._lock:
            if key in self._right:
                self._right.move_to_end(key)
                return True
        if not self.verify(password_hash, password):
            return False
        with self._lock:
            self._right[key] = None
            while len(self._right) > REMEMBERED:
                self._right.popitem(last=False)
        return True

    def is_outdated(self, password_hash: str) -> bool:
        """Whether the hash was made with weaker parameters than today's."""
        return _hasher.check_needs_rehash(password_hash)

    def _slot(self) -> _Slot:
        return _Slot(self._slots, self._patience_s)


class _Slot:
    def __init__(self, slots: threading.BoundedSemaphore, patience_s: float) -> None:
        self._slots = slots
        self._patience_s = patience_s

    def __enter__(self) -> None:
        if not self._slots.acquire(timeout=self._patience_s):
            raise Unavailable("登录的人太多，请稍后再试", "too many sign-ins at once")

    def __exit__(self, *_error: object) -> None:
        self._slots.release()


def check_strength(password: str, user_id: str) -> None:
    """Long enough, not the account's own name, more than one letter repeated. Raises `InvalidInput`.

    Length is what counts (NIST SP 800-63B); classes of characters are not asked for.
    """
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise InvalidInput(
            f"密码须为 {MIN_LENGTH} 至 {MAX_LENGTH} 个字符",
            f"a password has {MIN_LENGTH} to {MAX_LENGTH} characters",
            "password",
        )
    if user_id.casefold() in password.casefold() or len(set(password)) < 4:
        raise InvalidInput("密码太简单", "the password is too easy to guess", "password")
