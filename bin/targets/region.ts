import { CliError } from '../cli-error.ts';

/** Such as us-east-1, us-gov-west-1 or ap-southeast-5. */
const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;

/** @throws {CliError} when the text cannot be the name of a Region */
export function checkRegion(text: string): string {
  if (REGION.test(text)) return text;
  throw new CliError('usage', `${JSON.stringify(text)} is not the name of an AWS Region`, {
    hint: 'A Region looks like us-east-1.',
  });
}
