import { join } from 'node:path';
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';

/** A guest book: `sign` puts a message on a queue, `write` stores it in a table, `read` lists what is there. */
const stack = new Stack(new App(), 'GuestBook');
const table = new TableV2(stack, 'Guests', { partitionKey: { name: 'name', type: AttributeType.STRING } });
const queue = new Queue(stack, 'Signatures');

function lambdaFunction(name: string): LambdaFunction {
  return new LambdaFunction(stack, name, {
    runtime: Runtime.NODEJS_24_X,
    handler: `index.${name.toLowerCase()}`,
    code: Code.fromAsset(join(import.meta.dirname, 'functions')),
    environment: { TABLE_NAME: table.tableName, QUEUE_URL: queue.queueUrl },
  });
}

const sign = lambdaFunction('Sign');
const write = lambdaFunction('Write');
const read = lambdaFunction('Read');
write.addEventSource(new SqsEventSource(queue));
queue.grantSendMessages(sign);
table.grantWriteData(write);
table.grantReadData(read);
new CfnOutput(stack, 'SignFunction', { value: sign.functionName });
new CfnOutput(stack, 'ReadFunction', { value: read.functionName });
