import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  type ITable,
  type StreamViewType,
  Table,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';

export interface DocumentTableProps {
  stream?: StreamViewType;
  /** The attribute with the second of the epoch after which DynamoDB deletes an item. */
  timeToLiveAttribute?: string;
}

/** A table of documents by `pk` and `sk`, which costs nothing while nobody uses it. */
export class DocumentTable extends Construct {
  readonly table: ITable;

  constructor(scope: Construct, id: string, props: DocumentTableProps = {}) {
    super(scope, id);
    const table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // A demonstration that leaves nothing behind; a shop with customers would retain its tables.
      removalPolicy: RemovalPolicy.DESTROY,
      ...(props.stream !== undefined && { stream: props.stream }),
      ...(props.timeToLiveAttribute !== undefined && { timeToLiveAttribute: props.timeToLiveAttribute }),
    });
    this.table = table as ITable;
  }
}
