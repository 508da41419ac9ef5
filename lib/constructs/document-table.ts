import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  type ITable,
  type StreamViewType,
  Table,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { dataRemovalPolicy, protectsData } from './data-protection.ts';

export interface DocumentTableProps {
  stream?: StreamViewType;
  /** The attribute with the second of the epoch after which DynamoDB deletes an item. */
  timeToLiveAttribute?: string;
  /** Its items are worth nothing later: it goes with its stack, whatever the deployment protects. */
  scratch?: boolean;
}

/** A table of documents by `pk` and `sk`, billed by request. */
export class DocumentTable extends Construct {
  readonly table: ITable;

  constructor(scope: Construct, id: string, props: DocumentTableProps = {}) {
    super(scope, id);
    const table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: props.scratch ? RemovalPolicy.DESTROY : dataRemovalPolicy(this),
      deletionProtection: !props.scratch && protectsData(this),
      ...(props.stream !== undefined && { stream: props.stream }),
      ...(props.timeToLiveAttribute !== undefined && { timeToLiveAttribute: props.timeToLiveAttribute }),
    });
    this.table = table as ITable;
  }
}
