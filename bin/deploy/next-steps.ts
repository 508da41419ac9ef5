import type { AwsSettings } from '../../driver/aws-access.ts';
import { apiUrl } from '../../driver/clients/api-url.ts';
import type { System } from '../../driver/system.ts';
import type { Target } from '../../driver/targets/target.ts';
import { table } from '../table.ts';

/** What a user can do with the shop that has just been deployed. */
export function nextSteps(target: Target, { services, registry, stage }: System): string {
  const apis = { ...services, registry };
  const urls = Object.entries(apis).map(([name, { apiId }]) => [name, apiUrl(apiId, stage, target.aws)]);
  const curl = signedCurl(target.aws);
  const profiles = apiUrl(services.profiles.apiId, stage, target.aws);
  const profile = JSON.stringify({ userId: 'ada', name: 'Ada', age: 36 });
  const dataflow = 'npm run dataflow --';
  return [
    'URLs:',
    indented(table(urls.map(([name = '', url = '']) => [name, url]))),
    ...(target.aws.endpoint === undefined ? [] : [formOfUrls(services.profiles.apiId, stage, target.aws)]),
    '',
    'Create a profile and read it:',
    indented(`${curl} -H 'content-type: application/json' -d '${profile}' ${profiles}/profiles`),
    indented(`${curl} ${profiles}/profiles/ada`),
    '',
    'Next:',
    indented(`${dataflow} status                             functions, tables and queues`),
    indented(`${dataflow} call profiles GET /profiles/ada    a signed request without curl`),
    indented(`${dataflow} logs profiles --follow             what a function logs`),
    indented(`${dataflow} events --follow                    events of orders, decoded`),
    indented(`${dataflow} deploy --release v2                a second release next to the first`),
    indented(`${dataflow} rollout profiles --to v2           traffic shifted to it, step by step`),
  ].join('\n');
}

/** Stack outputs name URLs that resolve on AWS only. */
function formOfUrls(apiId: string, stage: string, settings: AwsSettings): string {
  const { endpoint: _, ...onAws } = settings;
  return [
    'A stack output such as',
    indented(`${apiUrl(apiId, stage, onAws)}/`),
    'is called at this endpoint as',
    indented(`${apiUrl(apiId, stage, settings)}/`),
  ].join('\n');
}

/** curl 7.75 and later sign requests themselves. */
function signedCurl({ region, credentials }: AwsSettings): string {
  const sign = `curl --aws-sigv4 aws:amz:${region}:execute-api`;
  if (credentials) return `${sign} --user ${credentials.accessKeyId}:${credentials.secretAccessKey}`;
  const token = '-H "x-amz-security-token: $AWS_SESSION_TOKEN"';
  return `${sign} --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" ${token}`;
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
