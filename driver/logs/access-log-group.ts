import { type APIGatewayClient, GetStageCommand } from '@aws-sdk/client-api-gateway';

/** The log group that a stage writes its access log to; undefined where it writes none. */
export async function accessLogGroup(
  apiGateway: Pick<APIGatewayClient, 'send'>,
  { restApiId, stageName }: { restApiId: string; stageName: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const stage = await apiGateway.send(new GetStageCommand({ restApiId, stageName }), { abortSignal: signal });
  return /:log-group:([^:]+)/.exec(stage.accessLogSettings?.destinationArn ?? '')?.[1];
}
