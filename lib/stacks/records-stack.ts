import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { handlerDirectory } from '../build-handlers.ts';
import { DocumentTable } from '../constructs/document-table.ts';
import { LIVE } from '../constructs/release-function.ts';
import { publishRelease, serviceFunction } from '../constructs/service-function.ts';
import { RECORDS_RELEASES, type RecordsRelease, recordsCode } from '../releases.ts';
import type { RegistryStack } from './registry-stack.ts';

/**
 * The storage lab and the unknown-fields lab: one table, and a function for each of six releases, so that any writer can
 * be paired with any reader. No service of the shop uses them. They are the same in every release of the shop.
 */
export class RecordsStack extends Stack {
  readonly table: ITable;

  constructor(scope: Construct, id: string, registry: RegistryStack) {
    super(scope, id, {
      description: 'Modes of Dataflow: storage lab and unknown-fields lab, six releases side by side',
    });
    const { table } = new DocumentTable(this, 'Records');
    this.table = table;
    new CfnOutput(this, 'RecordsTableName', { value: table.tableName });
    for (const release of RECORDS_RELEASES) this.#addRelease(release, table, registry);
  }

  #addRelease(release: RecordsRelease, table: ITable, registry: RegistryStack): void {
    const name = `Records${release.toUpperCase()}`;
    const scope = new Construct(this, name);
    const { role, function: code } = serviceFunction(scope, {
      service: 'records',
      directory: handlerDirectory('records', recordsCode(release)),
      description: `Storage lab and unknown-fields lab, release ${release}`,
      // A batch of thousands, or the ETL of a whole table.
      timeout: Duration.minutes(5),
      environment: {
        RECORDS_TABLE: table.tableName,
        REGISTRY_API_ID: registry.apiId,
        REGISTRY_API_STAGE: LIVE,
      },
    });
    const version = publishRelease(scope, code, release, name);
    new Alias(scope, 'Live', { aliasName: LIVE, version });
    table.grant(role, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Scan');
    registry.grantLookUp(role);
    new CfnOutput(this, `${name}FunctionName`, { value: code.functionName });
  }
}
