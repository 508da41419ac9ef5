import { ProvisionedThroughputExceededException, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { InternalErrorException } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { ShopError } from '../../../../lambdas/shared/errors.ts';

const coded = (code: string) => Object.assign(new Error(code), { code });
const $metadata = {};

describe('an error from outside the shop', () => {
  it.each([
    ['throttling', new ProvisionedThroughputExceededException({ $metadata, message: '' })],
    ['a failure of AWS', new InternalErrorException({ $metadata, message: '' })],
    ['an address where nobody answers', coded('ECONNREFUSED')],
  ])('says that a dependency is out: %s', (_, error) => {
    expect(ShopError.from(error)).toMatchObject({ code: 'dependency-unavailable', cause: error });
  });

  it.each([
    ['a refused request', new ResourceNotFoundException({ $metadata, message: '' })],
    ['a fault of the code', new TypeError('x')],
    ['another code', coded('ERR_INVALID_ARG_TYPE')],
    ['no error at all', 'x'],
  ])('is internal otherwise: %s', (_, error) => {
    expect(ShopError.from(error)).toMatchObject({ code: 'internal', cause: error });
  });
});
