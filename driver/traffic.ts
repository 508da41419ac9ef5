import {
  AddPermissionCommand,
  type AddPermissionCommandInput,
  CreateAliasCommand,
  DeleteAliasCommand,
  GetAliasCommand,
  type GetAliasCommandOutput,
  GetPolicyCommand,
  type LambdaClient,
  ResourceConflictException,
  ResourceNotFoundException,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { ALIAS } from './system.ts';

/** Which versions answer behind the alias: one, or two of which the second has a share. */
export interface Split {
  version: string;
  /** `weight` is the share of requests, above 0 and below 1, that go to this version instead. */
  canary?: { version: string; weight: number };
}

/** How traffic is shifted between the versions of a function. The alias is all that changes. */
export interface Traffic {
  read(functionName: string): Promise<Split>;
  shift(functionName: string, split: Split): Promise<void>;
}

/** By `UpdateAlias`, as CodeDeploy does it on AWS: no request is without an answer in between. */
export function weightedTraffic(lambda: LambdaClient): Traffic {
  return {
    read: (functionName) => readSplit(lambda, functionName),
    async shift(functionName, split) {
      await lambda.send(new UpdateAliasCommand(aliasOf(functionName, split)));
    },
  };
}

/**
 * For LocalStack 4.14.0, whose `UpdateAlias` fails when it is given weights (aws-sdk-js-v3 issue 7254). One version is
 * set by `UpdateAlias`; weights are set by deleting the alias and creating it again with them.
 * Between those two calls requests fail, and the alias loses its provisioned concurrency and function URL.
 * Its permissions are kept.
 */
export function recreatedTraffic(lambda: LambdaClient): Traffic {
  return {
    read: (functionName) => readSplit(lambda, functionName),
    async shift(functionName, split) {
      if (split.canary === undefined) {
        await lambda.send(new UpdateAliasCommand(aliasOf(functionName, split)));
      } else await recreateAlias(lambda, functionName, split);
    },
  };
}

async function recreateAlias(lambda: LambdaClient, functionName: string, split: Split): Promise<void> {
  const before = await lambda.send(new GetAliasCommand({ FunctionName: functionName, Name: ALIAS }));
  const permissions = await readPermissions(lambda, functionName);
  await lambda.send(new DeleteAliasCommand({ FunctionName: functionName, Name: ALIAS }));
  let failure: { cause: unknown } | undefined;
  try {
    const { Description } = before;
    await lambda.send(new CreateAliasCommand({ ...aliasOf(functionName, split), Description }));
  } catch (cause) {
    failure = { cause };
    await putBack(lambda, functionName, before);
  }
  await addMissing(lambda, functionName, permissions);
  if (failure) throw failure.cause;
}

/** A function that has lost its alias answers no request at all. */
async function putBack(
  lambda: LambdaClient,
  functionName: string,
  { FunctionVersion, Description, RoutingConfig }: GetAliasCommandOutput,
): Promise<void> {
  const alias = { FunctionName: functionName, Name: ALIAS, FunctionVersion, Description, RoutingConfig };
  await lambda.send(new CreateAliasCommand(alias)).catch((error: unknown) => {
    // The creation whose answer was an error has taken effect all the same.
    if (!(error instanceof ResourceConflictException)) throw error;
  });
}

/** LocalStack keeps the permissions of a deleted alias for the next one of its name; AWS deletes them. */
async function addMissing(
  lambda: LambdaClient,
  functionName: string,
  permissions: readonly Permission[],
): Promise<void> {
  const present = new Set(
    (await readPermissions(lambda, functionName)).map(({ StatementId }) => StatementId),
  );
  for (const permission of permissions.filter(({ StatementId }) => !present.has(StatementId))) {
    const request = { FunctionName: functionName, Qualifier: ALIAS, ...permission };
    await lambda.send(new AddPermissionCommand(request)).catch((error: unknown) => {
      // Added by someone else in the meantime.
      if (!(error instanceof ResourceConflictException)) throw error;
    });
  }
}

async function readSplit(lambda: LambdaClient, functionName: string): Promise<Split> {
  const alias = await lambda.send(new GetAliasCommand({ FunctionName: functionName, Name: ALIAS }));
  const [canary] = Object.entries(alias.RoutingConfig?.AdditionalVersionWeights ?? {});
  return {
    version: alias.FunctionVersion ?? '',
    ...(canary && { canary: { version: canary[0], weight: canary[1] } }),
  };
}

function aliasOf(functionName: string, { version, canary }: Split) {
  return {
    FunctionName: functionName,
    Name: ALIAS,
    FunctionVersion: version,
    // Empty weights take away those that are there; left out, they would stay.
    RoutingConfig: { AdditionalVersionWeights: canary ? { [canary.version]: canary.weight } : {} },
  };
}

interface Statement {
  Sid: string;
  Action: string;
  Principal: { Service?: string; AWS?: string } | string;
  Condition?: { ArnLike?: Record<string, string>; StringEquals?: Record<string, string> };
}

type Permission = Omit<AddPermissionCommandInput, 'FunctionName' | 'Qualifier'>;

async function readPermissions(lambda: LambdaClient, functionName: string): Promise<Permission[]> {
  const { Policy } = await lambda
    .send(new GetPolicyCommand({ FunctionName: functionName, Qualifier: ALIAS }))
    .catch((error) => {
      if (error instanceof ResourceNotFoundException) return { Policy: undefined };
      throw error;
    });
  // The document is one that Lambda wrote: its shape is AddPermission's, turned round.
  const { Statement: statements }: { Statement: Statement[] } = JSON.parse(Policy ?? '{"Statement":[]}');
  return statements.map(({ Sid, Action, Principal, Condition }) => ({
    StatementId: Sid,
    Action,
    Principal: typeof Principal === 'string' ? Principal : (Principal.Service ?? Principal.AWS ?? ''),
    SourceArn: conditionOf(Condition?.ArnLike, 'AWS:SourceArn'),
    SourceAccount: conditionOf(Condition?.StringEquals, 'AWS:SourceAccount'),
  }));
}

/** Condition keys are not case-sensitive (IAM User Guide, "Condition keys"). */
function conditionOf(condition: Record<string, string> | undefined, key: string): string | undefined {
  return Object.entries(condition ?? {}).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}
