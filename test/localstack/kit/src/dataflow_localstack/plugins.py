"""The entry points through which LocalStack finds this package (see pyproject.toml)."""

import os

from localstack.runtime import hooks
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin


class ProcessesPlugin(RuntimeExecutorPlugin):
    """Selected by LAMBDA_RUNTIME_EXECUTOR=processes."""

    name = "processes"

    def load(self, *args, **kwargs):
        # Imported late: LocalStack lists its plugins at every start, whether they are used or not.
        from dataflow_localstack.process_executor import ProcessExecutor

        return ProcessExecutor


@hooks.on_infra_start()
def use_dynamodb_engine() -> None:
    binary = os.environ.get("DATAFLOW_DYNAMODB_BINARY")
    if binary:
        from dataflow_localstack.dynamodb_engine import install

        install(binary)
