"""Baking: a credential carried inside its own image, and taken out again (Open Badges 3.0, part 5.3).

PNG: one uncompressed ``iTXt`` chunk with keyword ``openbadgecredential``. SVG: the first child is
``<openbadges:credential>``, holding the JSON as CDATA, or the JWT in ``verify``. Refuses an image that already
carries a credential, an SVG with a DTD or entities, and anything too large to be a badge.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree as Xml
from xml.parsers import expat

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
LARGEST_IMAGE = 4 * 1024 * 1024
LARGEST_TEXT = 256 * 1024


class NotABakedImage(ValueError):
    """No credential could be read from, or put in, this image. The message is French and safe to show."""


def bake_png(image: bytes, credential: str) -> bytes:
    """The PNG with the credential in it, before the image data. Raises NotABakedImage."""
    chunks = list(_chunks(image))
    if any(_text_of(kind, data) is not None for kind, data in chunks):
        raise NotABakedImage("L’image porte déjà un badge.")
    data = KEYWORD + b"\0" + b"\0\0" + b"\0" + b"\0" + credential.encode()
    header, rest = chunks[0], chunks[1:]
    return PNG_SIGNATURE + b"".join(_chunk(kind, content) for kind, content in (header, (b"iTXt", data), *rest))


def unbake_png(image: bytes) -> str:
    """The credential of a baked PNG. Raises NotABakedImage."""
    for kind, data in _chunks(image):
        text = _text_of(kind, data)
        if text is not None:
            return text
    raise NotABakedImage("Cette image ne contient pas de badge.")


def bake_svg(image: str, credential: str) -> str:
    """The SVG with the credential as its first child: JSON in CDATA, a JWT in ``verify``."""
    if NAMESPACE in image:
        raise NotABakedImage("L’image porte déjà un badge.")
    opening = re.search(r"<svg\b[^>]*[^/>]>|<svg>", image)
    if opening is None:
        raise NotABakedImage("Ce fichier n’est pas une image SVG.")
    if credential.lstrip().startswith("{"):
        safe = credential.replace("]]>", "]]]]><![CDATA[>")
        child = f"<openbadges:credential><![CDATA[{safe}]]></openbadges:credential>"
    else:
        child = f'<openbadges:credential verify="{credential}"/>'
    tag = opening.group(0)[:-1] + f' xmlns:openbadges="{NAMESPACE}">'
    return image[: opening.start()] + tag + child + image[opening.end() :]


def unbake_svg(image: str) -> str:
    """The credential of a baked SVG. Raises NotABakedImage."""
    if len(image) > LARGEST_IMAGE:
        raise NotABakedImage("Ce fichier est trop lourd pour un badge.")
    root = _parse_without_entities(image)
    element = root.find(f"{{{NAMESPACE}}}credential")
    if element is None:
        raise NotABakedImage("Cette image ne contient pas de badge.")
    text = element.get("verify") or (element.text or "").strip()
    if not text:
        raise NotABakedImage("Cette image ne contient pas de badge.")
    return text


def _parse_without_entities(image: str) -> Xml.Element:
    builder = Xml.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")

    def refuse(*_: object) -> None:
        raise NotABakedImage("Cette image SVG contient une déclaration que nous ne lisons pas.")

    def start(name: str, attributes: dict[str, str]) -> None:
        builder.start(_qualified(name), attributes)

    def end(name: str) -> None:
        builder.end(_qualified(name))

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(image.encode(), True)
        root = builder.close()
    except (expat.ExpatError, AssertionError) as error:
        raise NotABakedImage("Ce fichier n’est pas une image SVG lisible.") from error
    return root


def _qualified(name: str) -> str:
    return "{" + name if "}" in name else name


def _chunks(image: bytes) -> Iterator[tuple[bytes, bytes]]:
    if len(image) > LARGEST_IMAGE:
        raise NotABakedImage("Ce fichier est trop lourd pour un badge.")
    if not image.startswith(PNG_SIGNATURE):
        raise NotABakedImage("Ce fichier n’est pas une image PNG.")
    position = len(PNG_SIGNATURE)
    while position < len(image):
        if position + 12 > len(image):
            raise NotABakedImage("L’image PNG est tronquée.")
        (length,) = struct.unpack_from(">I", image, position)
        kind = image[position + 4 : position + 8]
        data = image[position + 8 : position + 8 + length]
        tail = image[position + 8 + length : position + 12 + length]
        if len(data) != length or len(tail) != 4 or struct.unpack(">I", tail)[0] != zlib.crc32(kind + data):
            raise NotABakedImage("L’image PNG est abîmée.")
        yield kind, data
        if kind == b"IEND":
            return
        position += 12 + length
    raise NotABakedImage("L’image PNG est tronquée.")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _text_of(kind: bytes, data: bytes) -> str | None:
    """The credential of an ``iTXt`` chunk with our keyword, compressed or not, else None."""
    keyword, separator, rest = data.partition(b"\0")
    if kind != b"iTXt" or not separator or keyword != KEYWORD or len(rest) < 4:
        return None
    compressed, content = rest[0], rest[2:].split(b"\0", 2)[-1]
    if compressed:
        inflater = zlib.decompressobj()
        try:
            content = inflater.decompress(content, LARGEST_TEXT)
        except zlib.error as error:
            raise NotABakedImage("Le badge de cette image est abîmé.") from error
        if not inflater.eof:
            raise NotABakedImage("Le badge de cette image est tronqué ou démesuré.")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise NotABakedImage("Le badge de cette image est abîmé.") from error
