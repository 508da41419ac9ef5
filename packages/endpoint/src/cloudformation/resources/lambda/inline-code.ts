import { zipSync } from 'fflate';

/**
 * `Code.ZipFile` holds a function's source: CloudFormation packs it as `index.js` (or `index.py`), beside the
 * `cfn-response` module with which inline functions answer as custom resources.
 */
export function packInlineCode(source: string, runtime: string | undefined): Uint8Array {
  const encoder = new TextEncoder();
  if (runtime?.startsWith('python')) return zipSync({ 'index.py': encoder.encode(source) });
  return zipSync({
    'index.js': encoder.encode(source),
    'node_modules/cfn-response.js': encoder.encode(CFN_RESPONSE),
  });
}

/** As AWS's module of this name, but it follows the ResponseURL's protocol and port. */
const CFN_RESPONSE = `
exports.SUCCESS = 'SUCCESS';
exports.FAILED = 'FAILED';
exports.send = function (event, context, status, data, physicalResourceId, noEcho) {
  const url = new URL(event.ResponseURL);
  const body = JSON.stringify({
    Status: status,
    Reason: 'See the details in CloudWatch Log Stream: ' + context.logStreamName,
    PhysicalResourceId: physicalResourceId || context.logStreamName,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    NoEcho: noEcho || false,
    Data: data,
  });
  const options = { method: 'PUT', headers: { 'content-type': '', 'content-length': Buffer.byteLength(body) } };
  return new Promise((resolve) => {
    const done = () => { if (context.done) context.done(); resolve(); };
    const request = require(url.protocol.slice(0, -1)).request(url, options, (response) => {
      response.resume();
      response.on('end', done);
    });
    request.on('error', done);
    request.end(body);
  });
};
`;
