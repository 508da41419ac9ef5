import { type ITable, StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { DocumentTable, type DocumentTableProps } from '../constructs/document-table.ts';
import { injectsFaults } from '../constructs/fault-injection.ts';
import { ReleaseStack } from '../constructs/release-stack.ts';
import type { Release } from '../releases.ts';

/** The tables. One is shared by several services, which is one of the three ways in which data flows. */
export class DataStack extends ReleaseStack {
  readonly shared: ITable;
  readonly payments: ITable;
  readonly fraud: ITable;
  readonly carrier: ITable;
  readonly callbacks: ITable;
  readonly analytics: ITable;
  readonly email: ITable;
  /** The projection that a replay builds, beside the live one. */
  readonly analyticsRebuild: ITable;
  readonly journal: ITable;
  /** The rules of fault injection; only in a deployment that asks for it. */
  readonly faults: ITable | undefined;

  constructor(scope: Construct, id: string, release: Release) {
    super(scope, id, { release, description: 'Modes of Dataflow: tables' });
    // The relay reads new outbox items from the stream; what it has read may expire.
    this.shared = this.#table('Shared', {
      stream: StreamViewType.NEW_IMAGE,
      timeToLiveAttribute: 'expiresAt',
    });
    this.payments = this.#table('Payments');
    this.fraud = this.#table('Fraud');
    this.carrier = this.#table('Carrier');
    this.callbacks = this.#table('Callbacks');
    this.analytics = this.#table('Analytics');
    this.email = this.#table('Email');
    this.analyticsRebuild = this.#table('AnalyticsRebuild');
    // Entries expire only where the deployment limits their retention.
    this.journal = this.#table('Journal', { timeToLiveAttribute: 'expiresAt' });
    this.faults = injectsFaults(this) ? this.#table('Faults', { scratch: true }) : undefined;
  }

  #table(name: string, props?: DocumentTableProps): ITable {
    const { table } = new DocumentTable(this, name, props);
    this.output(`${name}TableName`, table.tableName);
    return table;
  }
}
