import { describe, expect, test } from 'vitest';
import { resolveTarget } from '../../../bin/targets/resolve-target.ts';

describe('a target is resolved from what was typed and from the environment', () => {
  test.each([
    [
      { target: 'embedded' },
      {},
      { name: 'embedded', endpoint: 'http://127.0.0.1:4566', region: 'us-east-1' },
    ],
    [
      { target: 'embedded' },
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:4599', AWS_REGION: 'eu-west-1' },
      { name: 'embedded', endpoint: 'http://127.0.0.1:4599', region: 'eu-west-1' },
    ],
    [
      { target: 'localstack', endpoint: 'http://stack:4566/', region: 'eu-north-1' },
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:4599', AWS_REGION: 'eu-west-1' },
      { name: 'localstack', endpoint: 'http://stack:4566', region: 'eu-north-1' },
    ],
    [
      { target: 'https://example.com:8443' },
      {},
      { name: 'https://example.com:8443', endpoint: 'https://example.com:8443', region: 'us-east-1' },
    ],
    [
      { target: 'aws' },
      { AWS_DEFAULT_REGION: 'eu-west-2' },
      { name: 'aws', endpoint: undefined, region: 'eu-west-2' },
    ],
  ])('%j in %j', (options, environment, { name, endpoint, region }) => {
    const target = resolveTarget(options, environment);
    expect({ name: target.name, endpoint: target.aws.endpoint, region: target.aws.region }).toEqual({
      name,
      endpoint,
      region,
    });
  });
});

test('the command line of the CDK gets both endpoints, because cdklocal wants both', () => {
  const { cdk, environment } = resolveTarget({ target: 'embedded' }, {});
  expect(cdk).toBe('cdklocal');
  expect(environment).toMatchObject({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:4566',
  });
});

test('on AWS nothing but the region is set, and credentials are the shell’s own', () => {
  const { aws, cdk, environment } = resolveTarget({ target: 'aws', region: 'eu-west-2' }, {});
  expect({ aws, cdk, environment }).toEqual({
    aws: { region: 'eu-west-2' },
    cdk: 'cdk',
    environment: { AWS_REGION: 'eu-west-2' },
  });
});

test.each([
  [{ target: 'moon' }, {}, 'usage'],
  [{ target: 'ftp://example.com' }, {}, 'usage'],
  [{ target: 'embedded', endpoint: 'here' }, {}, 'usage'],
  [{ target: 'aws', endpoint: 'http://127.0.0.1:4566', region: 'eu-west-2' }, {}, 'usage'],
  // Whoever still has an endpoint in the shell does not mean AWS, or would be surprised.
  [{ target: 'aws', region: 'eu-west-2' }, { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }, 'usage'],
  [{ target: 'aws' }, {}, 'environment'],
])('%j in %j is refused: %s', (options, environment, code) => {
  expect(() => resolveTarget(options, environment)).toThrow(expect.objectContaining({ code }));
});
