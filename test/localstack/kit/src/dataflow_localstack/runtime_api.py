"""The Lambda Runtime API (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html) for all processes.

One server; the first segment of a path names the process. A process asks for the next invocation and posts its answer.
"""

import queue
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATH = re.compile(r"/(?P<id>[^/]+)/2018-06-01/runtime/(?P<action>invocation/next|init/error|invocation/[^/]+/(?:response|error))")


@dataclass(frozen=True)
class Message:
    """What a process said, or what became of it: ready, response, error, init-error or exit."""

    kind: str
    body: bytes = b""
    status: int | None = None


@dataclass
class Mailbox:
    """Invocations on their way to a process, and its messages on their way back."""

    invocations: queue.SimpleQueue = field(default_factory=queue.SimpleQueue)
    messages: queue.SimpleQueue = field(default_factory=queue.SimpleQueue)


class RuntimeApi:
    def __init__(self):
        self._mailboxes: dict[str, Mailbox] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True, name="runtime-api").start()

    def register(self, process_id: str) -> Mailbox:
        return self._mailboxes.setdefault(process_id, Mailbox())

    def forget(self, process_id: str) -> None:
        mailbox = self._mailboxes.pop(process_id, None)
        if mailbox is not None:
            mailbox.invocations.put(None)  # Releases the thread that waits for an invocation.

    def address(self, process_id: str) -> str:
        return f"127.0.0.1:{self._server.server_port}/{process_id}"

    def _handler(self):
        mailboxes = self._mailboxes

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Without it every answer waits 40 ms for an acknowledgement: headers and body are separate writes.
            wbufsize = -1

            def do_GET(self):
                mailbox, action = self._find()
                if mailbox is None or action != "invocation/next":
                    return self._answer(403)
                mailbox.messages.put(Message("ready"))
                invocation = mailbox.invocations.get()
                if invocation is None:
                    return self._answer(410)
                self._answer(200, invocation.headers, invocation.payload)

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                mailbox, action = self._find()
                if mailbox is None or action == "invocation/next":
                    return self._answer(403)
                kind = "init-error" if action == "init/error" else action.rpartition("/")[2]
                mailbox.messages.put(Message(kind, body))
                self._answer(202)

            def _find(self) -> tuple[Mailbox | None, str]:
                match = PATH.fullmatch(self.path)
                return (mailboxes.get(match["id"]), match["action"]) if match else (None, "")

            def _answer(self, status: int, headers: dict[str, str] | None = None, body: bytes = b""):
                self.send_response(status)
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                self.wfile.flush()

            def log_message(self, *args):
                pass  # LocalStack's log is for LocalStack.

        return Handler
