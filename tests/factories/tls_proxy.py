"""A TLS proxy on loopback that asks for a credential, before a node that knows neither TLS nor users."""

import http.client
import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class TlsProxy:
    """``https://127.0.0.1:port`` before ``target``; only ``authorization`` is let through."""

    def __init__(self, folder: Path, target: str, *, authorization: str) -> None:
        self.ca = folder / "ca.pem"
        self.seen: list[str] = []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(_self_signed(folder, self.ca))
        self._server = ThreadingHTTPServer(
            ("127.0.0.1", 0), _handler(urlsplit(target).netloc, authorization, self.seen)
        )
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = f"https://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


def _handler(target: str, authorization: str, seen: list[str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            told = self.headers.get("authorization", "")
            seen.append(told)
            if told != authorization:
                self._answer(401, {"X-Elastic-Product": "Elasticsearch", "content-type": "application/json"}, b"{}")
                return
            node = http.client.HTTPConnection(target, timeout=30)
            node.request(self.command, self.path, body, dict(self.headers))
            answer = node.getresponse()
            kept = {n: v for n, v in answer.getheaders() if n.lower() in _KEPT}
            self._answer(answer.status, kept, answer.read())
            node.close()

        do_POST = do_PUT = do_DELETE = do_HEAD = do_GET  # noqa: N815  named by the library

        def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            """Nothing on the console."""

    return Handler


_KEPT = {"content-type", "x-elastic-product", "content-encoding"}


def _self_signed(folder: Path, ca: Path) -> Path:
    """A certificate for 127.0.0.1 that is its own authority, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    ca.write_bytes(pem)
    both = folder / "server.pem"
    plain = serialization.NoEncryption()
    both.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain) + pem)
    return both
