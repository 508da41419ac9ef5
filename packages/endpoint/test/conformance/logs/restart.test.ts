import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect, test } from 'vitest';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

test('events outlive a restart, and new ones come after them', async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'dataflow-test-'));
  const stream = { logGroupName: '/kept', logStreamName: 'stream' };
  const timestamp = Date.now();
  const put = (message: string) =>
    new PutLogEventsCommand({ ...stream, logEvents: [{ message, timestamp }] });
  try {
    const before = await startTestEndpoint({ dataDirectory });
    await clients(before).logs().send(new CreateLogGroupCommand(stream));
    await clients(before).logs().send(new CreateLogStreamCommand(stream));
    await clients(before).logs().send(put('before'));
    await before.close();
    const after = await startTestEndpoint({ dataDirectory });
    await clients(after).logs().send(put('after'));
    const { events } = await clients(after).logs().send(new FilterLogEventsCommand(stream));
    await after.close();
    expect(events?.map(({ message }) => message)).toEqual(['before', 'after']);
  } finally {
    await rm(dataDirectory, { recursive: true, force: true });
  }
});
