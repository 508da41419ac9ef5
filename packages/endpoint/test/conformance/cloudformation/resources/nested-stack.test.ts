import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../../support/endpoint.ts';
import {
  createStack,
  deleteStack,
  describeStack,
  outputs,
  physicalId,
  template,
  updateStack,
} from '../stacks.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
  await aws.s3().send(new CreateBucketCommand({ Bucket: 'nested' }));
  const inner = template(
    { Q: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: { Ref: 'Delay' } } } },
    {
      Parameters: { Delay: { Type: 'Number' } },
      Outputs: { Url: { Value: { Ref: 'Q' } }, Delay: { Value: { Ref: 'Delay' } } },
    },
  );
  await aws.s3().send(new PutObjectCommand({ Bucket: 'nested', Key: 'inner.json', Body: inner }));
});
afterAll(() => endpoint.close());

const body = (delay: number) =>
  template(
    {
      Inner: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: { TemplateURL: `${endpoint.url}/nested/inner.json`, Parameters: { Delay: delay } },
      },
    },
    { Outputs: { Delay: { Value: { 'Fn::GetAtt': ['Inner', 'Outputs.Delay'] } } } },
  );

test('a nested stack is created, updated, rolled back and deleted with its parent', async () => {
  const client = aws.cloudformation();
  expect(outputs(await createStack(client, 'Outer', body(1)))).toEqual({ Delay: '1' });
  const inner = await physicalId(client, 'Outer', 'Inner');
  expect(outputs(await updateStack(client, 'Outer', body(2)))).toEqual({ Delay: '2' });
  const failed = await updateStack(client, 'Outer', body(86_400));
  expect(failed.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(outputs(failed)).toEqual({ Delay: '2' });
  expect(outputs(await describeStack(client, inner))['Delay']).toBe('2');
  expect((await deleteStack(client, 'Outer')).StackStatus).toBe('DELETE_COMPLETE');
  expect((await describeStack(client, inner)).StackStatus).toBe('DELETE_COMPLETE');
});
