import { AwsError } from '../../../core/errors.ts';
import type { Provider } from './custom-request.ts';

/** `logRetention` of CDK's Function: makes the log group before the function does, and sets how long it keeps. */
export const logRetention: Provider = async (request, { call }) => {
  const properties = request.ResourceProperties;
  const logGroupName = String(properties['LogGroupName']);
  if (request.RequestType === 'Delete') {
    if (properties['RemovalPolicy'] === 'destroy') await call('logs', 'DeleteLogGroup', { logGroupName });
    return { PhysicalResourceId: request.PhysicalResourceId };
  }
  await call('logs', 'CreateLogGroup', { logGroupName }).catch((thrown: unknown) => {
    if (AwsError.from(thrown).code !== 'ResourceAlreadyExistsException') throw thrown;
  });
  const days = properties['RetentionInDays'];
  if (days === undefined) await call('logs', 'DeleteRetentionPolicy', { logGroupName });
  else await call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays: Number(days) });
  return { PhysicalResourceId: logGroupName, Data: { LogGroupName: logGroupName } };
};
