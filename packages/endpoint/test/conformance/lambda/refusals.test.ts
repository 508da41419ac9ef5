import { CreateRoleCommand } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  type AddPermissionRequest,
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetAliasCommand,
  GetFunctionEventInvokeConfigCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  InvokeCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListProvisionedConcurrencyConfigsCommand,
  ListTagsCommand,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  type PutFunctionEventInvokeConfigRequest,
  RemovePermissionCommand,
  TagResourceCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { zipOf } from '../../../src/testing/zip-of.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';

/** Codes and words as recorded from AWS. */
const ARN = 'arn:aws:lambda:us-east-1:000000000000:function';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
  for (const name of ['shop', 'other']) {
    await createFunction(aws, { name, source: 'export const handler = async () => null;' });
  }
  await aws.lambda().send(new PublishVersionCommand({ FunctionName: 'shop' }));
  await aws
    .lambda()
    .send(new CreateAliasCommand({ FunctionName: 'shop', Name: 'live', FunctionVersion: '1' }));
});
afterAll(() => endpoint.close());

const refusal = (name: string, message: string, status: number) => ({
  name,
  message,
  $metadata: expect.objectContaining({ httpStatusCode: status }),
});
const invalid = (message: string) => refusal('InvalidParameterValueException', message, 400);
const missing = (message: string) => refusal('ResourceNotFoundException', message, 404);

describe('AddPermission', () => {
  const add = (input: Partial<AddPermissionRequest>) =>
    aws.lambda().send(
      new AddPermissionCommand({
        FunctionName: 'shop',
        StatementId: 'one',
        Action: 'lambda:InvokeFunction',
        Principal: 's3.amazonaws.com',
        ...input,
      }),
    );
  const PRINCIPAL = 'The provided principal was invalid. Please check the principal and try again.';

  test.each<[string, Partial<AddPermissionRequest>, object]>([
    [
      '$LATEST',
      { Qualifier: '$LATEST' },
      invalid('We currently do not support adding policies for $LATEST.'),
    ],
    ['another domain', { Principal: 'invalid.nonaws.com' }, invalid(PRINCIPAL)],
    ['a principal that is a word', { Principal: 'somebody' }, invalid(PRINCIPAL)],
    ['an ARN of no identity', { Principal: 'arn:aws:s3:::bucket' }, invalid(PRINCIPAL)],
    [
      'a role that does not exist',
      { Principal: 'arn:aws:iam::000000000000:role/nobody' },
      invalid(PRINCIPAL),
    ],
    ['an unknown alias', { Qualifier: 'none' }, missing(`Cannot find alias arn: ${ARN}:shop:none`)],
    ['an unknown version', { Qualifier: '42' }, missing(`Function not found: ${ARN}:shop:42`)],
    [
      'a qualifier with a dollar sign',
      { Qualifier: 'with-$-sign' },
      missing(`Function not found: ${ARN}:shop:with-$-sign`),
    ],
    [
      'a wrong revision',
      { RevisionId: 'wrong' },
      refusal(
        'PreconditionFailedException',
        'The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id',
        412,
      ),
    ],
    [
      'a URL’s type of authorisation for another action',
      { FunctionUrlAuthType: 'NONE' },
      invalid('FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action'),
    ],
  ])('refuses %s', async (_what, input, expected) => {
    await expect(add(input)).rejects.toMatchObject(expected);
  });

  test('takes services, accounts, roles that exist, and everybody', async () => {
    const { Role } = await aws.iam().send(
      new CreateRoleCommand({
        RoleName: 'caller',
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        }),
      }),
    );
    const principals = [
      'events.amazonaws.com',
      'alexa-appkit.amazon.com',
      '210987654321',
      '*',
      Role?.Arn,
      'arn:aws:iam::210987654321:role/elsewhere',
    ];
    for (const [index, Principal] of principals.entries()) {
      await add({ StatementId: `taken-${index}`, Principal });
    }
    const { Policy } = await aws.lambda().send(new GetPolicyCommand({ FunctionName: 'shop' }));
    const statements: { Principal: unknown }[] = JSON.parse(Policy ?? '').Statement;
    expect(statements.map(({ Principal }) => Principal)).toEqual([
      { Service: 'events.amazonaws.com' },
      { Service: 'alexa-appkit.amazon.com' },
      { AWS: 'arn:aws:iam::210987654321:root' },
      '*',
      { AWS: Role?.Arn },
      { AWS: 'arn:aws:iam::210987654321:role/elsewhere' },
    ]);
  });
});

test('RemovePermission tells a missing function from a missing policy and a missing statement', async () => {
  const remove = (FunctionName: string) =>
    aws.lambda().send(new RemovePermissionCommand({ FunctionName, StatementId: 'none' }));
  await expect(remove('nobody')).rejects.toMatchObject(missing(`No policy found for: ${ARN}:nobody`));
  await expect(remove('other')).rejects.toMatchObject(
    missing('No policy is associated with the given resource.'),
  );
  await aws.lambda().send(
    new AddPermissionCommand({
      FunctionName: 'other',
      StatementId: 'one',
      Action: 'lambda:InvokeFunction',
      Principal: '*',
    }),
  );
  await expect(remove('other')).rejects.toMatchObject(
    missing('Statement none is not found in resource policy.'),
  );
});

test('reserved concurrency belongs to functions, and not to their versions or aliases', async () => {
  const message =
    'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.';
  for (const FunctionName of ['shop:live', 'shop:1', `${ARN}:shop:live`]) {
    await expect(
      aws.lambda().send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 })),
    ).rejects.toMatchObject(invalid(message));
    await expect(
      aws.lambda().send(new DeleteFunctionConcurrencyCommand({ FunctionName })),
    ).rejects.toMatchObject(invalid(message));
  }
  await expect(
    aws
      .lambda()
      .send(new PutFunctionConcurrencyCommand({ FunctionName: 'nobody', ReservedConcurrentExecutions: 1 })),
  ).rejects.toMatchObject(missing(`Function not found: ${ARN}:nobody:$LATEST`));
});

describe('settings of asynchronous invocations', () => {
  const put = (input: Partial<PutFunctionEventInvokeConfigRequest>) =>
    aws.lambda().send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'shop', ...input }));
  const onSuccess = (Destination: string) => ({ DestinationConfig: { OnSuccess: { Destination } } });

  test.each<[string, Partial<PutFunctionEventInvokeConfigRequest>, object]>([
    [
      'without a setting',
      {},
      invalid('You must specify at least one of error handling or destination setting.'),
    ],
    [
      'with the function as its own destination',
      onSuccess(`${ARN}:shop`),
      invalid("You can't specify the function as a destination for itself."),
    ],
    [
      'with an alias of the function as its destination',
      onSuccess(`${ARN}:shop:live`),
      invalid("You can't specify the function as a destination for itself."),
    ],
    [
      'with a function that does not exist',
      onSuccess(`${ARN}:nobody`),
      invalid(`The destination ARN ${ARN}:nobody is invalid.`),
    ],
    [
      'with a service that takes no records',
      onSuccess('arn:aws:iam:us-east-1:000000000000:function:shop'),
      invalid(
        'The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=arn:aws:iam:us-east-1:000000000000:function:shop), onFailure=null) is invalid.',
      ),
    ],
    [
      'of a function that does not exist',
      { FunctionName: 'nobody', MaximumRetryAttempts: 1 },
      missing("The function doesn't exist."),
    ],
    [
      'of an alias that does not exist',
      { Qualifier: 'none', MaximumRetryAttempts: 1 },
      missing("The function doesn't exist."),
    ],
    [
      'of a qualifier that contradicts the name',
      { FunctionName: 'shop:live', Qualifier: '1', MaximumRetryAttempts: 1 },
      invalid('The derived qualifier from the function name does not match the specified qualifier.'),
    ],
  ])('are refused %s', async (_what, input, expected) => {
    await expect(put(input)).rejects.toMatchObject(expected);
  });

  test('that do not exist are not found, whether the function does or not', async () => {
    for (const FunctionName of ['shop', 'nobody']) {
      const expected = missing(
        `The function ${ARN}:${FunctionName}:$LATEST doesn't have an EventInvokeConfig`,
      );
      const lambda = aws.lambda();
      await expect(
        lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName })),
      ).rejects.toMatchObject(expected);
      await expect(
        lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName })),
      ).rejects.toMatchObject(expected);
    }
    await expect(
      aws
        .lambda()
        .send(
          new UpdateFunctionEventInvokeConfigCommand({ FunctionName: 'nobody', MaximumRetryAttempts: 1 }),
        ),
    ).rejects.toMatchObject(missing("The function doesn't exist."));
    await expect(
      aws.lambda().send(new ListFunctionEventInvokeConfigsCommand({ FunctionName: 'nobody' })),
    ).rejects.toMatchObject(missing("The function doesn't exist."));
  });
});

test('what is missing is named as AWS names it', async () => {
  const lambda = aws.lambda();
  await expect(
    lambda.send(new UpdateAliasCommand({ FunctionName: 'shop', Name: 'none', FunctionVersion: '1' })),
  ).rejects.toMatchObject(missing(`Alias not found: ${ARN}:shop:none`));
  await expect(
    lambda.send(new GetAliasCommand({ FunctionName: 'shop', Name: 'none' })),
  ).rejects.toMatchObject(missing(`Cannot find alias arn: ${ARN}:shop:none`));
  await expect(
    lambda.send(new CreateAliasCommand({ FunctionName: 'nobody', Name: 'live', FunctionVersion: '1' })),
  ).rejects.toMatchObject(missing(`Function not found: ${ARN}:nobody:1`));
  await expect(
    lambda.send(new DeleteFunctionCommand({ FunctionName: 'nobody', Qualifier: '1' })),
  ).rejects.toMatchObject(missing(`Function not found: ${ARN}:nobody`));
  await expect(
    lambda.send(new InvokeCommand({ FunctionName: 'nobody', Qualifier: '$LATEST' })),
  ).rejects.toMatchObject(missing(`Function not found: ${ARN}:nobody:$LATEST`));
});

test('other accounts are refused, and other regions are not reachable', async () => {
  const get = (FunctionName: string) => aws.lambda().send(new InvokeCommand({ FunctionName }));
  await expect(get('arn:aws:lambda:us-east-1:210987654321:function:shop')).rejects.toMatchObject({
    name: 'AccessDeniedException',
    $metadata: expect.objectContaining({ httpStatusCode: 403 }),
  });
  await expect(get('arn:aws:lambda:eu-west-1:000000000000:function:shop')).rejects.toMatchObject(
    missing("Functions from 'eu-west-1' are not reachable in this region ('us-east-1')"),
  );
});

test('tags need an ARN of a function, and at least one tag', async () => {
  const lambda = aws.lambda();
  await expect(lambda.send(new ListTagsCommand({ Resource: 'arn:aws:something' }))).rejects.toMatchObject({
    name: 'ValidationException',
  });
  await expect(lambda.send(new ListTagsCommand({ Resource: `${ARN}:nobody:live` }))).rejects.toMatchObject(
    invalid('Tags on function aliases and versions are not supported. Please specify a function ARN.'),
  );
  await expect(
    lambda.send(new TagResourceCommand({ Resource: `${ARN}:shop`, Tags: {} })),
  ).rejects.toMatchObject(invalid('An error occurred and the request cannot be processed.'));
});

test('an event that is no JSON, or not in UTF-8, is refused before anything runs', async () => {
  for (const Payload of [Buffer.from('{'), Buffer.from([0x22, 0x87, 0x22])]) {
    await expect(
      aws.lambda().send(new InvokeCommand({ FunctionName: 'shop', Payload })),
    ).rejects.toMatchObject({
      name: 'InvalidRequestContentException',
      message: expect.stringMatching(
        /^Could not parse request body into json: Could not parse payload into json/,
      ),
    });
  }
});

test('code that is larger than a request may be is refused as such', async () => {
  const response = await fetch(`${endpoint.url}/2015-03-31/functions/shop/code`, {
    method: 'PUT',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ ZipFile: 'A'.repeat(70_167_212) }),
  });
  expect(response.status).toBe(413);
  expect(response.headers.get('x-amzn-errortype')).toBe('RequestEntityTooLargeException');
});

test('a package that turns out to be unwanted leaves the function as it is', async () => {
  await expect(
    aws.lambda().send(
      new UpdateFunctionCodeCommand({
        FunctionName: 'shop',
        ZipFile: zipOf({ 'index.mjs': '// changed' }),
        RevisionId: 'wrong',
      }),
    ),
  ).rejects.toMatchObject(
    refusal(
      'PreconditionFailedException',
      'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
      412,
    ),
  );
});

test.each(['constructor', '__proto__', 'toString'])(
  'an alias may be called %s, like any other',
  async (Name) => {
    const lambda = aws.lambda();
    await expect(lambda.send(new GetAliasCommand({ FunctionName: 'shop', Name }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await lambda.send(new CreateAliasCommand({ FunctionName: 'shop', Name, FunctionVersion: '1' }));
    const alias = { FunctionName: 'shop', Qualifier: Name };
    await expect(lambda.send(new GetPolicyCommand(alias))).rejects.toMatchObject(
      missing('The resource you requested does not exist.'),
    );
    await lambda.send(
      new AddPermissionCommand({ ...alias, StatementId: 's', Action: 'lambda:*', Principal: '*' }),
    );
    await lambda.send(new PutFunctionEventInvokeConfigCommand({ ...alias, MaximumRetryAttempts: 1 }));
    expect((await lambda.send(new GetAliasCommand({ FunctionName: 'shop', Name }))).FunctionVersion).toBe(
      '1',
    );
    expect((await lambda.send(new GetPolicyCommand(alias))).Policy).toContain(`function:shop:${Name}"`);
    expect((await lambda.send(new GetFunctionEventInvokeConfigCommand(alias))).MaximumRetryAttempts).toBe(1);
    await lambda.send(new DeleteAliasCommand({ FunctionName: 'shop', Name }));
    await expect(lambda.send(new GetPolicyCommand(alias))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  },
);

test.each([
  ['GetFunctionUrlConfig', new GetFunctionUrlConfigCommand({ FunctionName: 'shop' })],
  [
    'ListProvisionedConcurrencyConfigs',
    new ListProvisionedConcurrencyConfigsCommand({ FunctionName: 'shop' }),
  ],
  ['PublishLayerVersion', new PublishLayerVersionCommand({ LayerName: 'layer', Content: {} })],
])('%s, which the endpoint lacks, is refused by name', async (name, command) => {
  // The commands have nothing in common but that they can be sent.
  await expect(aws.lambda().send(command as GetFunctionUrlConfigCommand)).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining(`lambda:${name}`),
  });
});
