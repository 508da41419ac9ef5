// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are placeholders of Fn::Sub.
import { join } from 'node:path';
import { CfnMapping, CfnOutput, CfnParameter, CfnResource, Duration, Fn, Stack } from 'aws-cdk-lib';
import { AwsIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { StorageStack } from './storage-stack.ts';
import type { Variant } from './variants.ts';

/** What makes thumbnails of photos. */
const THUMBNAILER = join(import.meta.dirname, 'thumbnailer');

export class PipelineStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { storage, variant }: { storage: StorageStack; variant: Variant },
  ) {
    super(scope, id);
    const size = new CfnParameter(this, 'Size', { type: 'String', default: 'small' });
    const edges = new CfnMapping(this, 'Edges', {
      mapping: { small: { pixels: '160' }, large: { pixels: '640' } },
    });
    const queue = new Queue(this, 'Todo', {
      queueName: variant === 'renamed' ? 'album-to-do-list' : 'album-to-do',
      visibilityTimeout: Duration.seconds(variant === 'larger' ? 60 : 30),
    });
    const changed = variant === 'larger' || variant === 'broken';
    const thumbnailer = new LambdaFunction(this, 'Thumbnailer', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromAsset(THUMBNAILER),
      timeout: Duration.seconds(10),
      memorySize: changed ? 256 : 128,
      environment: {
        EDITION: changed ? 'second' : 'first',
        EDGE: edges.findInMap(size.valueAsString, 'pixels'),
        QUEUE_URL: queue.queueUrl,
        TABLE_NAME: storage.table.tableName,
        LABEL: Fn.sub('${Owner} in ${AWS::Region}: ${Last}', {
          Owner: Fn.select(0, ['family', 'guests']),
          Last: Fn.select(2, Fn.split('-', Fn.join('-', ['a', 'b', Fn.base64(size.valueAsString)]))),
        }),
      },
    });
    queue.grantSendMessages(thumbnailer);
    new CfnOutput(this, 'FunctionName', { value: thumbnailer.functionName });
    new CfnOutput(this, 'QueueUrl', { value: queue.queueUrl });
    if (variant === 'broken') {
      const refused = new CfnQueue(this, 'Refused', { delaySeconds: 86_400 });
      refused.node.addDependency(thumbnailer);
    }
    if (variant === 'unknown-type') new CfnResource(this, 'Faces', { type: 'AWS::Rekognition::Collection' });
    if (variant === 'unsupported') {
      new LambdaFunction(this, 'Python', {
        runtime: Runtime.PYTHON_3_13,
        handler: 'index.handler',
        code: Code.fromInline('def handler(event, context): pass'),
      });
      const integration = new AwsIntegration({ service: 'dynamodb', action: 'GetItem' });
      new RestApi(this, 'Api').root.addMethod('GET', integration);
    }
    if (variant === 'dangling') {
      new CfnResource(this, 'Dangling', {
        type: 'AWS::SSM::Parameter',
        properties: { Type: 'String', Value: Fn.ref('NoSuchResource') },
      });
    }
  }
}
