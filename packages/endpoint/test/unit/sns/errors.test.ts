import * as sdk from '@aws-sdk/client-sns';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { snsError } from '../../../src/sns/errors.ts';

/** An error of the SDK's model: the code of the Query protocol, and the status. */
const modelled = z
  .tuple([
    z.unknown(),
    z.unknown(),
    z.unknown(),
    z.looseObject({ awsQueryError: z.tuple([z.string(), z.number()]) }),
  ])
  .rest(z.unknown())
  .transform(([, , , { awsQueryError }]) => awsQueryError);

test('every error has the status of the API model', () => {
  const statuses = new Map(
    Object.values(sdk).flatMap((value) => {
      const parsed = modelled.safeParse(value);
      return parsed.success ? [parsed.data] : [];
    }),
  );
  const known = Object.values(snsError)
    .map((make) => make('x'))
    .filter(({ code }) => statuses.has(code));
  expect(known.length).toBeGreaterThan(8);
  expect(known.map(({ code, status }) => [code, status])).toEqual(
    known.map(({ code }) => [code, statuses.get(code)]),
  );
});
