import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateModelCommand, CreateRequestValidatorCommand } from '@aws-sdk/client-api-gateway';
import { CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clients } from '../../../endpoint/test/support/endpoint.ts';
import { createFunction, invokeFunction } from '../../../endpoint/test/support/lambda-function.ts';
import { createQueue, receive } from '../../../endpoint/test/support/messaging.ts';
import { createRestApi } from '../../../endpoint/test/support/rest-api.ts';
import { copyWorkspace, run } from '../support/workspace-copy.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const TSC = join(ROOT, 'node_modules/.bin/tsc');

/** The oldest Node that the packages say they run on, where npm has it as a package of a few files. */
const OLDEST_NODE = '22.15.0';

let scratch: string;
/** An empty project, in which the tarballs are installed. */
let project: string;
let node: string;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'tarballs-'));
  const workspace = join(scratch, 'workspace');
  copyWorkspace(workspace);
  const packed = await run(workspace, 'npm', 'pack', '--workspaces', '--json', '--pack-destination', scratch);
  const tarballs = [...packed.matchAll(/"filename": "([^"]+)"/g)].map(([, file = '']) => join(scratch, file));
  expect(tarballs).toHaveLength(2);

  project = join(scratch, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }');
  writeFileSync(join(project, 'package-lock.json'), lockedVersions());
  const install = ['install', '--no-audit', '--no-fund', '--prefer-offline'];
  await run(project, 'npm', ...install, ...tarballs);
  node = await oldestNode((name) => run(project, 'npm', ...install, name));
}, 240_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/**
 * A lock file with the packages that the repository does not need for development only, so that npm finds in its cache,
 * filled by `npm ci`, what it would look up in the registry. npm removes those that no package depends on.
 */
function lockedVersions(): string {
  const lock: { packages: Record<string, { dev?: true; devOptional?: true; link?: true }> } = JSON.parse(
    readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
  );
  const installed = Object.entries(lock.packages).filter(
    ([path, { dev, devOptional, link }]) => path.startsWith('node_modules/') && !dev && !devOptional && !link,
  );
  const packages = Object.fromEntries([['', {}], ...installed]);
  return JSON.stringify({ lockfileVersion: 3, requires: true, packages });
}

/** Where there is no such package for this machine, the Node of the tests has to do. */
async function oldestNode(install: (name: string) => Promise<unknown>): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  try {
    await install(`${name}@${OLDEST_NODE}`);
    return join(project, 'node_modules', name, 'bin/node');
  } catch (error) {
    console.warn(`${name}@${OLDEST_NODE} cannot be installed: using Node ${process.version}.`, error);
    return process.execPath;
  }
}

function installedManifest(name: string) {
  return JSON.parse(
    readFileSync(join(project, 'node_modules/@modes-of-dataflow', name, 'package.json'), 'utf8'),
  );
}

/** Resolves with the first line of a program's output. */
async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += chunk;
    if (text.includes('\n')) break;
  }
  return text.split('\n')[0] ?? '';
}

test('the packed manifests say which Node they need, and point to JavaScript and declarations', () => {
  expect(installedManifest('endpoint')).toMatchObject({
    engines: { node: `>=${OLDEST_NODE.replace(/\.0$/, '')}` },
    bin: { 'aws-endpoint': './dist/main.js' },
    exports: { './testing': { types: './dist/testing/index.d.ts', default: './dist/testing/index.js' } },
  });
  expect(installedManifest('testing')).toMatchObject({
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    dependencies: { '@modes-of-dataflow/endpoint': installedManifest('endpoint').version },
  });
});

describe('the installed command', () => {
  let child: ChildProcess;
  let endpoint: { id: string; url: string; port: number; region: string; close(): Promise<void> };
  let aws: ReturnType<typeof clients>;

  beforeAll(async () => {
    child = spawn(node, [join(project, 'node_modules/.bin/aws-endpoint'), '--port', '0'], {
      cwd: project,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { url, id, port } = JSON.parse(await firstLine(child));
    endpoint = { id, url, port, region: 'us-east-1', close: async () => {} };
    aws = clients(endpoint);
  });
  afterAll(async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  });

  test('serves queues and tables', async () => {
    const queue = await createQueue(endpoint);
    await aws.sqs().send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'hello' }));
    expect(await receive(endpoint, queue.url)).toMatchObject([{ Body: 'hello' }]);
    await aws.dynamodb().send(
      new CreateTableCommand({
        TableName: 'table',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      }),
    );
    await aws.dynamodb().send(new PutItemCommand({ TableName: 'table', Item: { id: { S: '1' } } }));
  });

  test('unpacks and runs functions', async () => {
    const source = 'export const handler = async ({ name }) => ({ greeted: name });';
    await createFunction(aws, { name: 'greet', source });
    expect(await invokeFunction(aws, 'greet', { name: 'Ada' })).toMatchObject({ answer: { greeted: 'Ada' } });
  });

  test('validates requests to REST APIs', async () => {
    const api = await createRestApi(endpoint, aws, []);
    const restApiId = api.id;
    const schema = JSON.stringify({ type: 'object', required: ['name'] });
    await aws
      .apigateway()
      .send(new CreateModelCommand({ restApiId, name: 'Guest', contentType: 'application/json', schema }));
    const { id } = await aws
      .apigateway()
      .send(new CreateRequestValidatorCommand({ restApiId, name: 'body', validateRequestBody: true }));
    await api.add([
      { route: 'POST /guests', requestValidatorId: id, requestModels: { 'application/json': 'Guest' } },
    ]);
    await api.deploy();
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${api.url}/guests`, { method: 'POST', headers, body: '{}' });
    expect({ status: answer.status, ...((await answer.json()) as object) }).toEqual({
      status: 400,
      message: 'Invalid request body',
    });
  });
});

test('a program in plain JavaScript starts an endpoint, calls it and stops it', async () => {
  writeFileSync(
    join(project, 'program.js'),
    `import { startEndpoint } from '@modes-of-dataflow/endpoint';
    import { manualClock, zipOf } from '@modes-of-dataflow/endpoint/testing';
    import { eventually, invokeTestFunction, startTestEndpoint } from '@modes-of-dataflow/testing';

    const endpoint = await startTestEndpoint();
    const { status } = await fetch(endpoint.url + '/_endpoint/health');
    const refused = await invokeTestFunction(endpoint, 'missing').catch((error) => error.code);
    await endpoint.close();
    const stopped = await eventually('no answer', () => fetch(endpoint.url).then(() => false, () => true));

    const inProcess = await startEndpoint({ port: 0, clock: manualClock() });
    await inProcess.close();
    const zip = zipOf({ 'index.mjs': '' }).length > 0;
    console.log(JSON.stringify({ version: process.version, zip, status, refused, stopped }));`,
  );
  expect(JSON.parse(await run(project, node, 'program.js'))).toEqual({
    version: node === process.execPath ? process.version : `v${OLDEST_NODE}`,
    zip: true,
    status: 200,
    refused: 'invocation-refused',
    stopped: true,
  });
});

test('the declarations resolve, and say what is wrong', async () => {
  writeFileSync(
    join(project, 'program.ts'),
    `import { type Endpoint, startEndpoint } from '@modes-of-dataflow/endpoint';
    import { manualClock } from '@modes-of-dataflow/endpoint/testing';
    import { deployTestApp, eventually, startTestEndpoint, type TestApp } from '@modes-of-dataflow/testing';

    export const inProcess: Endpoint = await startEndpoint({ port: 0, clock: manualClock() });
    export const endpoint = await startTestEndpoint({ region: 'eu-west-1' });
    export const app: TestApp = await deployTestApp(endpoint, '.');
    export const found: number = await eventually('a number', () => [1].at(0));
    // @ts-expect-error There is no such option.
    await startTestEndpoint({ regoin: 'eu-west-1' });
    // @ts-expect-error A number is not a URL.
    export const url: number = endpoint.url;`,
  );
  const options = ['--module', 'nodenext', '--target', 'es2024', '--strict', '--noEmit', '--types', ''];
  await run(project, TSC, ...options, 'program.ts');
});
