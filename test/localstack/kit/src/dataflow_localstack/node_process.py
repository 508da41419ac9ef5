"""One process that runs the handler of one function version, by the runtime client of our own endpoint."""

import os
import queue
import subprocess
import tempfile
import threading
import time
import uuid

from dataflow_localstack.runtime_api import Message, RuntimeApi

NODE = os.environ.get("DATAFLOW_NODE", "node")
BOOTSTRAP = os.environ.get("DATAFLOW_RUNTIME_CLIENT", "")
# What a process of this machine needs to start. Nothing else of LocalStack's environment reaches a function.
OF_THE_MACHINE = ("PATH", "HOME", "TMPDIR")

api = RuntimeApi()


class NodeProcess:
    def __init__(self, variables: dict[str, str], code: str, memory_megabytes: int):
        self.id = uuid.uuid4().hex
        self.mailbox = api.register(self.id)
        # A file, so that what the handler wrote is there once it has answered, and no pipe can run full.
        self._log = tempfile.TemporaryFile()
        self._read = 0
        machine = {name: os.environ[name] for name in OF_THE_MACHINE if name in os.environ}
        self._child = subprocess.Popen(
            [NODE, f"--max-old-space-size={memory_megabytes}", BOOTSTRAP],
            env={**machine, **variables, "LAMBDA_TASK_ROOT": code, "AWS_LAMBDA_RUNTIME_API": api.address(self.id)},
            cwd=code,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )
        threading.Thread(target=self._watch, daemon=True, name=f"watch-{self.id}").start()

    def _watch(self) -> None:
        status = self._child.wait()
        api.forget(self.id)
        self.mailbox.messages.put(Message("exit", status=status))

    def wait_for(self, kinds: tuple[str, ...], seconds: float) -> Message | None:
        """The first message of one of these kinds, or of the end of the process; None when time is up."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                message = self.mailbox.messages.get(timeout=max(0, deadline - time.monotonic()))
            except queue.Empty:
                return None
            if message.kind in kinds or message.kind == "exit":
                return message

    def new_log(self) -> str:
        """What was written since the last call."""
        written = os.pread(self._log.fileno(), os.fstat(self._log.fileno()).st_size - self._read, self._read)
        self._read += len(written)
        return written.decode(errors="replace")

    def kill(self) -> None:
        self._child.kill()
        self._child.wait()
