import { snsError } from './errors.ts';

/** What every ARN has: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const ELEMENTS = 6;

/** @throws AwsError InvalidParameter, in the words of SNS. */
export function checkArn(parameter: string, arn: string): void {
  if (arn === '') throw snsError.invalidParameter(`${parameter} Reason: no value for required parameter`);
  const elements = arn.split(':').length;
  if (elements >= ELEMENTS) return;
  throw snsError.invalidParameter(
    `${parameter} Reason: An ARN must have at least ${ELEMENTS} elements, not ${elements}`,
  );
}
