"""LocalStack's runtime executor, with a process of this machine in place of a container."""

import json
import time
from concurrent.futures import CancelledError
from dataclasses import dataclass

from localstack import config
from localstack.services.lambda_.invocation.executor_endpoint import StatusErrorException
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion, InvocationResult
from localstack.services.lambda_.invocation.runtime_executor import LambdaRuntimeException, RuntimeExecutor

from dataflow_localstack.node_process import NodeProcess

INIT_SECONDS = 10


@dataclass(frozen=True)
class Invocation:
    headers: dict[str, str]
    payload: bytes


class ProcessExecutor(RuntimeExecutor):
    _process: NodeProcess | None = None
    _variables: dict[str, str]
    _stopped = False

    @property
    def _settings(self):
        return self.function_version.config

    def start(self, env_vars: dict[str, str]) -> None:
        runtime = str(self._settings.runtime)
        if not runtime.startswith("nodejs"):
            raise LambdaRuntimeException(f"Only Node.js functions run here; this one is {runtime}.")
        # "rapid" is what LocalStack writes; AWS's Node.js runtime says its own name.
        own = {"AWS_EXECUTION_ENV": f"AWS_Lambda_{runtime}", "LANG": "en_US.UTF-8"}
        self._variables = {name: str(value) for name, value in {**env_vars, **own}.items()}
        failure = self._launch()
        if failure is not None:
            raise StatusErrorException("The execution environment did not start", payload=failure)

    def _launch(self) -> bytes | None:
        """Starts a process and waits until it asks for an invocation. Returns the error payload if it does not."""
        code = str(self._settings.code.get_unzipped_code_location())
        process = NodeProcess(self._variables, code, self._settings.memory_size)
        message = process.wait_for(("ready", "init-error"), INIT_SECONDS)
        if message is not None and message.kind == "ready":
            self._process = process
            return None
        process.kill()
        if message is None:
            return failure("Sandbox.Timedout", f"Init timed out after {INIT_SECONDS} seconds")
        return message.body if message.kind == "init-error" else exited("", message.status)

    def invoke(self, payload: dict[str, str]) -> InvocationResult:
        request_id = payload["invoke-id"]
        began = time.monotonic()
        result, failed = self._run(payload, request_id)
        if self._stopped:
            raise CancelledError
        log = self._process.new_log() if self._process else self._last_log
        return InvocationResult(request_id, result, failed, self._framed(log, request_id, time.monotonic() - began))

    def _run(self, payload: dict[str, str], request_id: str) -> tuple[bytes, bool]:
        if self._process is None:  # The last invocation ended the process.
            init_failure = self._launch()
            if init_failure is not None:
                return init_failure, True
        timeout = self._settings.timeout
        self._process.mailbox.invocations.put(
            Invocation(
                {
                    "content-type": "application/json",
                    "lambda-runtime-aws-request-id": request_id,
                    "lambda-runtime-deadline-ms": str(int((time.time() + timeout) * 1000)),
                    "lambda-runtime-invoked-function-arn": payload["invoked-function-arn"],
                    "lambda-runtime-trace-id": payload["trace-id"],
                },
                payload["payload"].encode(),
            )
        )
        message = self._process.wait_for(("response", "error"), timeout)
        if message is None:
            self._end()
            return failure("Sandbox.Timedout", f"RequestId: {request_id} Error: Task timed out after {timeout:.2f} seconds"), True
        if message.kind == "exit":
            self._end()
            return exited(request_id, message.status), True
        return message.body, message.kind == "error"

    _last_log = ""

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            self._last_log = process.new_log()

    def _framed(self, log: str, request_id: str, seconds: float) -> str:
        milliseconds, memory = seconds * 1000, self._settings.memory_size
        figures = [
            f"REPORT RequestId: {request_id}",
            f"Duration: {milliseconds:.2f} ms",
            f"Billed Duration: {milliseconds:.0f} ms",
            f"Memory Size: {memory} MB",
            f"Max Memory Used: {memory} MB",
        ]
        start = f"START RequestId: {request_id} Version: {self.function_version.id.qualifier}\n"
        return start + log + f"END RequestId: {request_id}\n" + "\t".join(figures) + "\n"

    def stop(self) -> None:
        self._stopped = True
        self._end()

    def get_address(self) -> str:
        return "127.0.0.1"

    def get_endpoint_from_executor(self) -> str:
        return config.HOSTNAME_FROM_LAMBDA or "127.0.0.1"

    def get_runtime_endpoint(self) -> str:
        return ""  # Only LocalStack's own program in the container calls back.

    def get_logs(self) -> str:
        return self._process.new_log() if self._process else ""

    @classmethod
    def prepare_version(cls, function_version: FunctionVersion) -> None:
        if function_version.config.code:
            function_version.config.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version: FunctionVersion) -> None:
        pass


def failure(error_type: str, message: str) -> bytes:
    return json.dumps({"errorType": error_type, "errorMessage": message}).encode()


def exited(request_id: str, status: int | None) -> bytes:
    # https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html "Runtime.ExitError"
    reason = "Runtime exited without providing a reason" if status == 0 else f"Runtime exited with error: exit status {status}"
    return failure("Runtime.ExitError", f"RequestId: {request_id} Error: {reason}")
