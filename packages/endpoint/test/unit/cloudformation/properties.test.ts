import { expect, test } from 'vitest';
import { qualified } from '../../../src/cloudformation/resources/lambda/function-name.ts';
import { parseProperties } from '../../../src/cloudformation/resources/properties.ts';
import { findType } from '../../../src/cloudformation/resources/registry.ts';
import type { ResourceType } from '../../../src/cloudformation/resources/resource-type.ts';

const type = (name: string) => findType(name) as ResourceType;

test('numbers and booleans may be written as text', () => {
  expect(parseProperties(type('AWS::SQS::Queue'), { DelaySeconds: '5', FifoQueue: 'true' })).toEqual({
    DelaySeconds: 5,
    FifoQueue: true,
  });
});

test('a property that does not exist is refused as AWS does', () => {
  expect(() => parseProperties(type('AWS::SQS::Queue'), { Delay: 5 })).toThrow(
    'Properties validation failed for resource with message:\n#: extraneous key [Delay] is not permitted',
  );
});

test('a required property that is missing is named, wherever it is', () => {
  expect(() => parseProperties(type('AWS::SSM::Parameter'), { Type: 'String' })).toThrow(
    '#: required key [Value] not found',
  );
  const Tags = [{ Key: 'a' }];
  expect(() => parseProperties(type('AWS::SQS::Queue'), { Tags })).toThrow(
    '#/Tags/0: required key [Value] not found',
  );
});

test('a value of another type is named with the type it should have', () => {
  expect(() => parseProperties(type('AWS::SQS::Queue'), { DelaySeconds: 'soon' })).toThrow(
    '#/DelaySeconds: expected type: Integer',
  );
});

test('a property that AWS has and the endpoint does not is refused as not implemented', () => {
  expect(() => parseProperties(type('AWS::S3::Bucket'), { ReplicationConfiguration: {} })).toThrow(
    'does not implement ReplicationConfiguration of AWS::S3::Bucket',
  );
});

test.each([
  ['name', { FunctionName: 'name' }],
  ['name:live', { FunctionName: 'name', Qualifier: 'live' }],
  [
    'arn:aws:lambda:us-east-1:000000000001:function:name',
    { FunctionName: 'arn:aws:lambda:us-east-1:000000000001:function:name' },
  ],
  [
    'arn:aws:lambda:us-east-1:000000000001:function:name:3',
    { FunctionName: 'arn:aws:lambda:us-east-1:000000000001:function:name', Qualifier: '3' },
  ],
  ['000000000000:name', { FunctionName: '000000000000:name' }],
  ['000000000000:name:live', { FunctionName: '000000000000:name', Qualifier: 'live' }],
  [
    'arn:aws:lambda:us-east-1:000000000000:name',
    { FunctionName: 'arn:aws:lambda:us-east-1:000000000000:name' },
  ],
])('the function name %s is taken apart', (name, expected) => {
  expect(qualified(name)).toEqual(expected);
});
