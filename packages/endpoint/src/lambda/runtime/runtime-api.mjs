import { connect } from 'node:net';

const BASE = '/2018-06-01/runtime';
const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * A client of the Lambda Runtime API on one connection. It speaks HTTP/1.1 over a plain socket: `node:http` would
 * add tens of milliseconds to every cold start, and the endpoint answers each request with a content-length.
 * When the endpoint is gone, so is this process.
 */
export function connectRuntimeApi(address) {
  const slash = address.indexOf('/');
  const [host, port] = address.slice(0, slash).split(':');
  const prefix = address.slice(slash) + BASE;
  /** Requests without an answer, oldest first. */
  const waiting = [];
  let socket;
  let received = [];

  function open() {
    received = [];
    socket = connect({ host, port: Number(port), noDelay: true });
    const opened = socket;
    let answered = false;
    opened.on('data', (chunk) => {
      answered = true;
      received.push(chunk);
      while (waiting.length > 0 && takeAnswer());
    });
    opened.on('error', () => {});
    opened.on('close', () => {
      if (socket !== opened) return;
      socket = undefined;
      if (waiting.length === 0) return;
      // An idle connection may be closed at any time, even as we write to it. One that never answered means that
      // nobody is there.
      if (!answered) process.exit(1);
      open();
      for (const request of waiting) socket.write(request.bytes);
    });
  }

  function takeAnswer() {
    if (received.length > 1) received = [Buffer.concat(received)];
    const bytes = received[0];
    if (bytes === undefined) return false;
    const headEnd = bytes.indexOf(HEAD_END);
    if (headEnd < 0) return false;
    const [statusLine, ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
    const headers = {};
    for (const line of lines) {
      const colon = line.indexOf(':');
      headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
    }
    const bodyStart = headEnd + HEAD_END.length;
    const bodyEnd = bodyStart + Number(headers['content-length'] ?? 0);
    if (bytes.length < bodyEnd) return false;
    received = bytes.length > bodyEnd ? [bytes.subarray(bodyEnd)] : [];
    const { resolve } = waiting.shift();
    // A handler's own work decides how long the process lives; only waiting for an invocation keeps it alive.
    if (waiting.length === 0) socket.unref();
    resolve({
      status: Number(statusLine.split(' ')[1]),
      headers,
      body: bytes.toString('utf8', bodyStart, bodyEnd),
    });
    return true;
  }

  function send(method, path, body, headers = '') {
    const length = body === undefined ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`;
    const head = `${method} ${prefix}${path} HTTP/1.1\r\nhost: ${host}:${port}\r\n${length}${headers}\r\n`;
    const bytes = Buffer.from(head + (body ?? ''), 'utf8');
    return new Promise((resolve) => {
      waiting.push({ bytes, resolve });
      if (socket === undefined) open();
      socket.ref();
      socket.write(bytes);
    });
  }

  /** The peak of the process's memory goes with each answer: the REPORT line says it. */
  function report(path, body, headers = '') {
    const peak = Math.round(process.resourceUsage().maxRSS / 1024);
    return send('POST', path, body, `${headers}lambda-runtime-max-memory-mb: ${peak}\r\n`);
  }

  function fail(path, error) {
    const type = `lambda-runtime-function-error-type: ${String(error.errorType).replace(/[^\x20-\x7e]/g, '?')}\r\n`;
    return report(path, JSON.stringify(error), type);
  }

  return {
    next: () => send('GET', '/invocation/next'),
    respond: (id, body) => report(`/invocation/${id}/response`, body),
    fail: (id, error) => fail(`/invocation/${id}/error`, error),
    failInit: (error) => fail('/init/error', error),
  };
}
