import { findBinary } from '../../packages/endpoint/src/dynamodb/binary.ts';
import { CliError } from '../cli-error.ts';

/** The shop needs DynamoDB, whose engine is a binary for one platform. @throws {CliError} with the command to install it */
export function checkEngine(): void {
  try {
    findBinary();
  } catch (cause) {
    throw new CliError('environment', cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
