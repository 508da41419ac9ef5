import { InvalidArgumentError, Option } from 'commander';

/** Options that mean the same wherever they appear. */
export const targetOption = () =>
  new Option('-t, --target <target>', 'target: embedded, localstack, aws, or the URL of an endpoint').default(
    'embedded',
  );

export const endpointOption = () =>
  new Option(
    '--endpoint <url>',
    'URL of the embedded endpoint or of LocalStack (default: AWS_ENDPOINT_URL, or http://127.0.0.1:4566)',
  );

export const regionOption = () =>
  new Option('--region <name>', 'AWS Region (default: AWS_REGION, or us-east-1 except on aws)');

/** A whole number from 1 on. */
export function positive(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of 1 or more.');
}
