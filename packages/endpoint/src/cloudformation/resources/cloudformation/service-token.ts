import { AwsError } from '../../../core/errors.ts';
import { ProviderFailure } from '../../custom/provider-failure.ts';
import { cloudFormationError } from '../../errors.ts';
import { resourceError } from '../errors.ts';
import type { ResourceContext } from '../resource-type.ts';
import { type CustomRequest, type CustomResult, failedMessage, type Provider } from './custom-request.ts';

/** Hands the request to what the ServiceToken names, a function or a topic, and waits for the answer at the ResponseURL. */
export const serviceToken: Provider = async (request, context, seconds) => {
  const token = String(request.ResourceProperties['ServiceToken']);
  if (token.includes(':sns:'))
    return viaResponseUrl(request, context, seconds, (event) => publish(token, event, context));
  const { Handler, Environment } = await context.call('lambda', 'GetFunctionConfiguration', {
    FunctionName: token,
  });
  const framework = Environment?.Variables?.['USER_ON_EVENT_FUNCTION_ARN'];
  if (Handler === 'framework.onEvent' && framework !== undefined)
    return viaFramework(framework, request, context);
  if (Handler === '__entrypoint__.handler' || request.ResourceType === 'Custom::AWS') {
    throw cloudFormationError.notImplemented(`the CDK's own provider of ${request.ResourceType}`);
  }
  return viaResponseUrl(request, context, seconds, (event, fail) => invoke(token, event, context, fail));
};

type Send = (event: object, fail: (error: AwsError) => void) => Promise<void>;

async function viaResponseUrl(
  request: CustomRequest,
  context: ResourceContext,
  seconds: number,
  send: Send,
): Promise<CustomResult> {
  const { url, answer, giveUp } = context.answers.expect(seconds);
  // The answer may come while the request is still being sent.
  const [{ Status, Reason, PhysicalResourceId, Data }] = await Promise.all([
    answer,
    send({ ...request, ResponseURL: url }, giveUp).catch((thrown: unknown) => giveUp(AwsError.from(thrown))),
  ]);
  if (Status === 'FAILED') {
    const message = failedMessage(Reason, request.RequestId);
    throw new ProviderFailure('InvalidRequest', message, PhysicalResourceId);
  }
  return { PhysicalResourceId, Data };
}

/** A function that fails has not answered, and will not: AWS would wait for the timeout. */
async function invoke(
  FunctionName: string,
  event: object,
  { call }: ResourceContext,
  fail: (error: AwsError) => void,
): Promise<void> {
  const { FunctionError } = await call('lambda', 'Invoke', {
    FunctionName,
    Payload: Buffer.from(JSON.stringify(event)),
  });
  if (FunctionError !== undefined) {
    fail(
      new ProviderFailure(
        'NotStabilized',
        `The custom resource's function ended with an error (${FunctionError}) before it answered; its log has the cause.`,
      ),
    );
  }
}

async function publish(TopicArn: string, event: object, { call }: ResourceContext): Promise<void> {
  await call('sns', 'Publish', {
    TopicArn,
    Subject: 'AWS CloudFormation custom resource request',
    Message: JSON.stringify(event),
  });
}

/**
 * CDK's provider framework: its function calls the user's, whose result is the answer, and then reports over HTTPS on
 * port 443, which is not here. So the user's function is asked directly.
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.custom_resources-readme.html#provider-framework
 */
async function viaFramework(
  FunctionName: string,
  request: CustomRequest,
  { call }: ResourceContext,
): Promise<CustomResult> {
  const { FunctionError, Payload } = await call('lambda', 'Invoke', {
    FunctionName,
    Payload: Buffer.from(JSON.stringify(request)),
  });
  const result = parse(Payload);
  if (FunctionError !== undefined) {
    // As the framework does, the user's function is not asked to delete what it failed to create.
    const reason = String(result['errorMessage'] ?? FunctionError);
    throw resourceError.invalidRequest(failedMessage(reason, request.RequestId));
  }
  const { PhysicalResourceId, Data } = result;
  const fallback = request.RequestType === 'Create' ? request.RequestId : request.PhysicalResourceId;
  return {
    PhysicalResourceId: typeof PhysicalResourceId === 'string' ? PhysicalResourceId : fallback,
    Data: typeof Data === 'object' ? (Data as Record<string, unknown> | null) : undefined,
  };
}

function parse(payload: Uint8Array | undefined): Record<string, unknown> {
  const text = Buffer.from(payload ?? []).toString('utf8');
  const value: unknown = text === '' ? null : JSON.parse(text);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
