// What runs inside an execution environment: loads the handler and takes one invocation after the other from the
// Lambda Runtime API. Plain JavaScript without dependencies, because its start is part of every cold start.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import { flushOutput, logError, patchConsole, setRequestId } from './console.mjs';
import { createContext } from './context.mjs';
import { runtimeError, toErrorResponse, unhandledRejection } from './errors.mjs';
import { loadHandler } from './handler.mjs';
import { runHandler } from './run-handler.mjs';
import { connectRuntimeApi } from './runtime-api.mjs';
import { provideSdk } from './sdk.mjs';

const api = connectRuntimeApi(process.env.AWS_LAMBDA_RUNTIME_API);
/** The invocation that is under way; none while the handler's module is loaded. */
let current;

// As on AWS; the endpoint's own files are for the user alone.
process.umask(0o022);
patchConsole();
provideSdk();
// Exit statuses as in AWS's own runtime client.
process.on('uncaughtException', (error) => die('Uncaught Exception', error, 129));
process.on('unhandledRejection', (reason) =>
  die('Unhandled Promise Rejection', unhandledRejection(reason), 128),
);
main().catch((error) => die('Uncaught Exception', error, 129));

async function main() {
  let handler;
  try {
    handler = await loadHandler(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
  } catch (error) {
    die('Uncaught Exception', error, 1);
    return;
  }
  let finished = api.next();
  for (;;) {
    const { headers, body } = await finished;
    const context = createContext(headers);
    current = context.awsRequestId;
    setRequestId(current);
    // AWS SDKs send it along with every request, and tracers read it.
    process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
    let answer;
    try {
      const result = serialize(await runHandler(handler, JSON.parse(body), context));
      await flushOutput();
      answer = api.respond(current, result);
    } catch (error) {
      logError('Invoke Error', error);
      await flushOutput();
      answer = api.fail(current, toErrorResponse(error));
    }
    current = undefined;
    // Asked for on the same connection, behind the answer: the next invocation needs no further round trip.
    finished = api.next();
    await answer;
  }
}

function serialize(result) {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch {
    throw runtimeError('JSONStringifyError', 'Unable to stringify response body');
  }
}

/** Reports what went wrong and ends the process: its state cannot be trusted any more. */
function die(what, error, status) {
  logError(what, error);
  const response = toErrorResponse(error);
  flushOutput()
    .then(() => (current === undefined ? api.failInit(response) : api.fail(current, response)))
    .finally(() => process.exit(status));
}
