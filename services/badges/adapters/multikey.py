"""Ed25519 public keys written the way DID documents want them: Multikey.

A Multikey is ``z`` + base58btc(``0xed01`` + the 32 bytes of the key); for Ed25519 it always begins with
``z6Mk``. Refuses anything else: a raw key, another curve, a character outside the alphabet.
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ED25519_PREFIX = b"\xed\x01"
LONGEST = 200
"""No key or signature of ours needs more characters; decoding costs the square of the length."""


class MalformedMultibase(ValueError):
    """The text is not base58btc, or not the key that was expected."""


def encode_base58(data: bytes) -> str:
    """Base58btc, leading zero bytes kept as leading ``1``."""
    number = int.from_bytes(data, "big")
    digits: list[str] = []
    while number:
        number, rest = divmod(number, 58)
        digits.append(ALPHABET[rest])
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "1" * zeros + "".join(reversed(digits))


def decode_base58(text: str) -> bytes:
    """The inverse of ``encode_base58``. Raises MalformedMultibase."""
    if len(text) > LONGEST:
        raise MalformedMultibase(f"{len(text)} characters, {LONGEST} at most")
    number = 0
    for character in text:
        value = ALPHABET.find(character)
        if value < 0:
            raise MalformedMultibase(f"{character!r} is not a base58 character")
        number = number * 58 + value
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def multibase(data: bytes) -> str:
    """``z`` + base58btc, the form of ``proofValue``."""
    return "z" + encode_base58(data)


def from_multibase(text: str) -> bytes:
    """Raises MalformedMultibase unless the text begins with ``z`` and is base58btc."""
    if not text.startswith("z"):
        raise MalformedMultibase("a base58btc value begins with « z »")
    return decode_base58(text[1:])


def multikey(public: Ed25519PublicKey) -> str:
    """The ``publicKeyMultibase`` of a key: ``z6Mk…``."""
    return multibase(ED25519_PREFIX + public.public_bytes_raw())


def public_key(text: str) -> Ed25519PublicKey:
    """The key a ``publicKeyMultibase`` holds. Raises MalformedMultibase."""
    data = from_multibase(text)
    if not data.startswith(ED25519_PREFIX) or len(data) != 34:
        raise MalformedMultibase("not an Ed25519 Multikey")
    return Ed25519PublicKey.from_public_bytes(data[2:])
