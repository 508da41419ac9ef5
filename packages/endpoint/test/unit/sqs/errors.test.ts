import * as sdk from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { AwsError } from '../../../src/core/errors.ts';
import { sqsError } from '../../../src/sqs/errors.ts';

/** What the SDK's model says of an error: the status and the code of the Query protocol, where it knows the error. */
function modelled(name: string): { status: number; queryCode: string } | undefined {
  const schema: unknown = Reflect.get(sdk, `${name}$`);
  if (!Array.isArray(schema)) return undefined;
  const { httpError: status = 400, awsQueryError } = schema[3];
  return { status, queryCode: awsQueryError?.[0] ?? name };
}

test('every error has the status and the query code of the API model', () => {
  const made = Object.values(sqsError).map((make) => make('x'));
  expect(made.every((error) => error instanceof AwsError)).toBe(true);
  const known = made.filter(({ code }) => modelled(code) !== undefined);
  expect(known.length).toBeGreaterThan(8);
  expect(known.map(({ code, status, queryCode }) => [code, { status, queryCode }])).toEqual(
    known.map(({ code }) => [code, modelled(code)]),
  );
});
