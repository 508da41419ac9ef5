import {
  AddPermissionCommand,
  CreateAliasCommand,
  DeleteAliasCommand,
  GetAliasCommand,
  GetPolicyCommand,
  type LambdaClient,
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
 * By deleting the alias and creating it with the wanted weights, for LocalStack 4.14.0, whose `UpdateAlias` with
 * weights crashes (aws-sdk-js-v3 issue 7254) while `CreateAlias` with weights works.
 * The cost: between the two calls requests fail, the alias gets a new revision, and what was attached to it goes with
 * it. Permissions are put back here; provisioned concurrency and a function URL would not be.
 */
export function recreatedTraffic(lambda: LambdaClient): Traffic {
  return {
    read: (functionName) => readSplit(lambda, functionName),
    async shift(functionName, split) {
      const permissions = await readPermissions(lambda, functionName);
      await lambda.send(new DeleteAliasCommand({ FunctionName: functionName, Name: ALIAS }));
      await lambda.send(new CreateAliasCommand(aliasOf(functionName, split)));
      for (const permission of permissions) {
        await lambda.send(
          new AddPermissionCommand({ FunctionName: functionName, Qualifier: ALIAS, ...permission }),
        );
      }
    },
  };
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

async function readPermissions(lambda: LambdaClient, functionName: string) {
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
