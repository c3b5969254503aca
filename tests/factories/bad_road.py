"""A road on loopback to a server: slow at will, cut in mid-sentence, or open at one end only. A TCP proxy."""

import socket
import threading
from contextlib import suppress

HURRY = 0.0


class BadRoad:
    """Listens on ``port`` and carries everything to the server, each piece ``delay`` seconds late."""

    def __init__(self, server_port: int, *, delay: float = HURRY) -> None:
        self.delay = delay
        self.cuts = 0
        self.halved = 0
        self._server = server_port
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self._turn = threading.Lock()
        self._open: set[socket.socket] = set()
        self._halved: set[socket.socket] = set()
        self._pairs: dict[socket.socket, socket.socket] = {}
        self._closed = threading.Event()
        self._threads = [threading.Thread(target=self._welcome)]
        self._threads[0].start()

    def cut(self) -> None:
        """Break every connection now, whatever it carries."""
        with self._turn:
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            self.cuts += len(self._open) // 2

    def halve(self) -> None:
        """The server loses every connection now, and those who came by the road are not told: nobody answers them."""
        with self._turn:
            whole = {visitor: server for visitor, server in self._pairs.items() if visitor not in self._halved}
            self._halved |= set(whole)
            for server in whole.values():
                with suppress(OSError):
                    server.shutdown(socket.SHUT_RDWR)
            self.halved += len(whole)

    def close(self) -> None:
        """Close the road."""
        self._closed.set()
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self.cut()
        for thread in self._threads:
            thread.join(20.0)

    def _welcome(self) -> None:
        while not self._closed.is_set():
            try:
                visitor, _ = self._door.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._server))
            except OSError:
                visitor.close()
                continue
            with self._turn:
                self._open |= {visitor, server}
                self._pairs[visitor] = server
            for one, other in ((visitor, server), (server, visitor)):
                thread = threading.Thread(target=self._carry, args=(one, other))
                thread.start()
                self._threads.append(thread)

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while piece := one.recv(65_536):
                self._closed.wait(self.delay)
                if one not in self._halved:
                    other.sendall(piece)
        if other not in self._halved or self._closed.is_set():
            with suppress(OSError):
                other.shutdown(socket.SHUT_RDWR)
        with self._turn:
            self._open.discard(one)
            self._pairs.pop(one, None)
        one.close()
