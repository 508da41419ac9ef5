import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Target } from '../../driver/targets/target.ts';
import { CliError } from '../cli-error.ts';

/** Something may listen there that is no AWS and never answers. */
const TIMEOUT_MS = 10_000;

/**
 * The account behind a target; the first thing that is asked of it.
 *
 * @throws {CliError} saying what to do, when nothing answers or the credentials are refused
 */
export async function accountOf(target: Target): Promise<string> {
  const sts = new STSClient({ ...target.aws, maxAttempts: 1 });
  try {
    const { Account = '' } = await sts.send(new GetCallerIdentityCommand(), {
      abortSignal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return Account;
  } catch (cause) {
    throw new CliError('environment', message(target), { hint: hint(target), cause });
  } finally {
    sts.destroy();
  }
}

function message({ name, aws }: Target): string {
  if (aws.endpoint === undefined) return 'AWS could not be reached with the credentials of this shell';
  return `No endpoint answers at ${aws.endpoint} (target ${name})`;
}

function hint({ name }: Target): string {
  switch (name) {
    case 'aws':
      return 'Sign in (for example `aws sso login`) and try `aws sts get-caller-identity`.';
    case 'localstack':
      return 'Start LocalStack, or name its address with --endpoint.';
    case 'embedded':
      return 'Start one with `npm run dataflow -- local`, or name its address with --endpoint.';
    default:
      return 'Is it running, and is this its address?';
  }
}
