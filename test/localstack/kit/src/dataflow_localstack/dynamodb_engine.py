"""Starts dynoxide where LocalStack starts DynamoDB Local, whose license does not allow us to fetch it."""

from localstack.services.dynamodb.server import DynamodbServer
from localstack.utils.run import ShellCommandThread
from rolo.proxy import Proxy

# Each engine writes a word of its own where an ARN has the region. LocalStack replaces DynamoDB Local's word.
ENGINE_REGION = b":dynamodb:dynoxide:"
DYNAMODB_LOCAL_REGION = b":dynamodb:ddblocal:"


class RegionProxy(Proxy):
    def forward(self, *args, **kwargs):
        response = super().forward(*args, **kwargs)
        response.data = response.data.replace(ENGINE_REGION, DYNAMODB_LOCAL_REGION)
        return response


def install(binary: str) -> None:
    create = DynamodbServer.__init__

    def __init__(self, *args, **kwargs):
        create(self, *args, **kwargs)
        self.proxy.proxy = RegionProxy(forward_base_url=self.url)

    def do_start_thread(self):
        command = [binary, "serve", "--host", "127.0.0.1", "--port", str(self.port)]
        thread = ShellCommandThread(command, auto_restart=True, name="dynoxide")
        thread.start()
        return thread

    DynamodbServer.__init__ = __init__
    DynamodbServer.do_start_thread = do_start_thread
    # The engine keeps everything in memory. LocalStack must not create a folder for it.
    DynamodbServer.in_memory = True
