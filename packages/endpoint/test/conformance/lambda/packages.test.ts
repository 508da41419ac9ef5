import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateFunctionCommand,
  type FunctionCode,
  GetFunctionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction, invokeFunction, TEST_ROLE } from '../../support/lambda-function.ts';
import { type ZipFileEntry, zipFile } from '../../support/zip-file.ts';

let endpoint: Endpoint;
let directory: string;
let aws: ReturnType<typeof clients>;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'packages-'));
  endpoint = await startTestEndpoint({ dataDirectory: directory });
  aws = clients(endpoint);
  await aws.s3().send(new CreateBucketCommand({ Bucket: 'packages' }));
});
afterAll(async () => {
  await endpoint.close();
  rmSync(directory, { recursive: true, force: true });
});

let made = 0;
const create = (Code: FunctionCode) =>
  aws.lambda().send(
    new CreateFunctionCommand({
      FunctionName: `package-${++made}`,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: TEST_ROLE,
      Code,
    }),
  );

const handler: ZipFileEntry = { name: 'index.mjs', content: `export const handler = async () => 'ran';` };
/** Larger packages are unpacked by another thread than small ones. */
const large: ZipFileEntry = { name: 'data.bin', content: randomBytes(1_000_000), method: 0 };

describe.each([
  ['small', []],
  ['large', [large]],
])('a %s package is refused with InvalidParameterValueException for', (_size, more) => {
  test.each<[string, ZipFileEntry[]]>([
    ['a wrong checksum', [{ ...handler, crc32: 7 }]],
    ['a wrong size', [{ ...handler, size: 7 }]],
    ['a file and a folder of one name', [handler, { name: 'lib', content: 'a' }, { name: 'lib/b' }]],
    ['a path out of the package', [handler, { name: '../../evil.mjs' }]],
    ['a link out of the package', [handler, { name: 'etc', content: '/etc', unixMode: 0o120777 }]],
  ])('%s', async (_what, entries) => {
    const ZipFile = zipFile([...entries, ...more]);
    const expected = {
      name: 'InvalidParameterValueException',
      message: 'Could not unzip uploaded file. Please check your file, then try to upload again.',
      $metadata: expect.objectContaining({ httpStatusCode: 400 }),
    };
    await expect(create({ ZipFile })).rejects.toMatchObject(expected);
    await aws.s3().send(new PutObjectCommand({ Bucket: 'packages', Key: 'bad.zip', Body: ZipFile }));
    await expect(create({ S3Bucket: 'packages', S3Key: 'bad.zip' })).rejects.toMatchObject(expected);
  });
});

test('a package that claims more than 250 MB is refused', async () => {
  const ZipFile = zipFile([handler, { name: 'bomb', size: 262_144_001 }]);
  await expect(create({ ZipFile })).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: 'Unzipped size must be smaller than 262144000 bytes',
  });
});

test('a refused package leaves nothing behind, and the function keeps the code that it has', async () => {
  await createFunction(aws, { name: 'kept', source: handler.content as string });
  const before = readdirSync(join(directory, 'lambda', 'code'), { recursive: true, encoding: 'utf8' }).sort();
  for (const entries of [[{ ...handler, crc32: 7 }], [large, { ...handler, crc32: 7 }]]) {
    await expect(
      aws.lambda().send(new UpdateFunctionCodeCommand({ FunctionName: 'kept', ZipFile: zipFile(entries) })),
    ).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  }
  const after = readdirSync(join(directory, 'lambda', 'code'), { recursive: true, encoding: 'utf8' }).sort();
  expect(after).toEqual(before);
  expect((await invokeFunction(aws, 'kept')).answer).toBe('ran');
});

test('a large package runs, and can be downloaded as it was', async () => {
  const ZipFile = zipFile([handler, large]);
  const { FunctionName } = await create({ ZipFile });
  expect((await invokeFunction(aws, FunctionName ?? '')).answer).toBe('ran');
  const { Code } = await aws.lambda().send(new GetFunctionCommand({ FunctionName }));
  const download = await fetch(Code?.Location ?? '');
  expect(Buffer.from(await download.arrayBuffer()).equals(ZipFile)).toBe(true);
});

test('a program in a package can be run', async () => {
  const source = `import { execFileSync } from 'node:child_process';
    export const handler = async () => execFileSync(import.meta.dirname + '/bin/hello', { encoding: 'utf8' });`;
  const { FunctionName } = await create({
    ZipFile: zipFile([
      { name: 'index.mjs', content: source },
      { name: 'bin/hello', content: '#!/bin/sh\nprintf hello\n', unixMode: 0o100755 },
    ]),
  });
  expect((await invokeFunction(aws, FunctionName ?? '')).answer).toBe('hello');
});

test('functions start while others are uploaded', async () => {
  await createFunction(aws, {
    name: 'starts',
    // CommonJS, because only that makes Node look for package.json in every parent.
    source: { 'index.js': `exports.handler = async () => 'started';` },
  });
  const starts = async () => {
    for (let count = 0; count < 8; count += 1) {
      // A change of the configuration ends the environments, so that each invocation is a cold start.
      await aws.lambda().send(
        new UpdateFunctionCodeCommand({
          FunctionName: 'starts',
          ZipFile: zipFile([
            { name: 'index.js', content: `exports.handler = async () => 'started ${count}';` },
          ]),
        }),
      );
      expect((await invokeFunction(aws, 'starts')).answer).toBe(`started ${count}`);
    }
  };
  let done = false;
  const uploads = async () => {
    for (let count = 0; !done; count += 1) {
      await create({ ZipFile: zipFile([{ name: 'index.js', content: `// ${count}` }]) });
    }
  };
  await Promise.all([starts().finally(() => (done = true)), uploads(), uploads()]);
});
