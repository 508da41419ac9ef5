import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** The context key; `-c faults=true` for a deployment in which scenarios may make services fail. */
export const FAULTS = 'faults';

/** Only by name: without the switch, a deployment has no part of fault injection but code that does nothing. */
export function injectsFaults(scope: IConstruct): boolean {
  return String(scope.node.tryGetContext(FAULTS) ?? false) === 'true';
}

/** What a service needs to find its faults. No service can set any. */
export function faultsEnvironment(table: ITable | undefined): Record<string, string> {
  return table === undefined ? {} : { FAULTS_TABLE: table.tableName };
}

export function grantReadFaults(table: ITable | undefined, role: Role): void {
  table?.grant(role, 'dynamodb:GetItem');
}
