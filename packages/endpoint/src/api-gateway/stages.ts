import type { MethodSetting, Stage } from '@aws-sdk/client-api-gateway';
import { type ApiGatewayEngine, now } from './engine.ts';
import { apiGatewayError } from './errors.ts';
import { LOG_GROUP_ARN } from './log-group.ts';
import {
  type Change,
  entry,
  type PatchRefusal,
  type PatchRule,
  type PatchRules,
  parseNumber,
  parseToggle,
  rule,
  text,
  toggle,
} from './patch.ts';

/** Patch path of each method setting → its member, and how its text is read. */
const METHOD_SETTINGS: Readonly<
  Record<string, { member: keyof MethodSetting; parse: (value: string) => unknown }>
> = {
  'metrics/enabled': { member: 'metricsEnabled', parse: parseToggle },
  'logging/loglevel': { member: 'loggingLevel', parse: (value) => value.toUpperCase() },
  'logging/dataTrace': { member: 'dataTraceEnabled', parse: parseToggle },
  'throttling/burstLimit': { member: 'throttlingBurstLimit', parse: parseNumber },
  'throttling/rateLimit': { member: 'throttlingRateLimit', parse: parseNumber },
  'caching/enabled': { member: 'cachingEnabled', parse: parseToggle },
  'caching/ttlInSeconds': { member: 'cacheTtlInSeconds', parse: parseNumber },
  'caching/dataEncrypted': { member: 'cacheDataEncrypted', parse: parseToggle },
  'caching/requireAuthorizationForCacheControl': {
    member: 'requireAuthorizationForCacheControl',
    parse: parseToggle,
  },
  'caching/unauthorizedCacheControlHeaderStrategy': {
    member: 'unauthorizedCacheControlHeaderStrategy',
    parse: (value) => value,
  },
};

export const STAGE_RULES: PatchRules<Stage> = {
  '/deploymentId': text('deploymentId'),
  '/description': text('description'),
  '/variables/{name}': entry('variables'),
  '/tracingEnabled': toggle('tracingEnabled'),
  '/clientCertificateId': text('clientCertificateId'),
  '/documentationVersion': text('documentationVersion'),
  '/cacheClusterEnabled': toggle('cacheClusterEnabled'),
  '/cacheClusterSize': text('cacheClusterSize'),
  '/canarySettings': rule(noCanary),
  '/canarySettings/{member}': rule(noCanary),
  '/accessLogSettings': rule(
    (stage) => {
      delete stage.accessLogSettings;
    },
    ['remove'],
  ),
  '/accessLogSettings/format': accessLogSetting((value) => ({ format: value })),
  '/accessLogSettings/destinationArn': accessLogSetting((value) => ({
    destinationArn: value.replace(/:\*$/, ''),
  })),
  ...Object.fromEntries(
    Object.entries(METHOD_SETTINGS).map(([path, { member, parse }]) => [
      `/{resourcePath}/{method}/${path}`,
      methodSetting(member, parse),
    ]),
  ),
  '/{resourcePath}/{method}': rule(
    (stage, { keys }) => {
      const key = settingKey(keys);
      const { [key]: removed, ...rest } = stage.methodSettings ?? {};
      if (removed === undefined) throw apiGatewayError.badRequest(noMethodSetting(key));
      stage.methodSettings = rest;
    },
    ['remove'],
  ),
};

/** AWS takes what it does not know for the settings of a method. */
export const stageRefusal: PatchRefusal = ({ op, path }) => {
  const parts = path.split('/').slice(1);
  if (op === 'remove' && parts.length === 2) return noMethodSetting(parts.join('/'));
  if (parts[0] === 'accessLogSettings') {
    return 'Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]';
  }
  return `Invalid method setting path: ${path}. Must be one of: [${Object.keys(STAGE_RULES).join(', ')}]`;
};

const noMethodSetting = (key: string) =>
  `Cannot remove method setting ${key} because there is no method setting for this method `;

function accessLogSetting(
  setting: (value: string) => NonNullable<Stage['accessLogSettings']>,
): PatchRule<Stage> {
  return rule(
    (stage, { value }) => {
      if (value === '') throw apiGatewayError.badRequest('Access Log value must not be empty');
      stage.accessLogSettings = { ...stage.accessLogSettings, ...setting(value) };
    },
    ['add', 'replace'],
  );
}

function noCanary(_stage: Stage, { op }: Change): void {
  if (op !== 'remove') throw apiGatewayError.notImplemented('canary settings');
}

function methodSetting(member: keyof MethodSetting, parse: (value: string) => unknown): PatchRule<Stage> {
  return rule((stage, { op, value, keys }) => {
    const key = settingKey(keys);
    const { [member]: _replaced, ...rest } = stage.methodSettings?.[key] ?? {};
    const setting = op === 'remove' ? rest : { ...rest, [member]: parse(value) };
    stage.methodSettings = { ...stage.methodSettings, [key]: setting };
  });
}

/**
 * `orders/{id}/GET`, or `*` + `/*` for all methods. CloudFormation writes `/orders` as `/~1orders`, which comes
 * escaped once more; a path part never has a tilde of its own.
 */
function settingKey([resourcePath = '', method = '']: readonly string[]): string {
  return `${resourcePath.replaceAll('~1', '/').replace(/^\/+/, '')}/${method}`;
}

/** The settings of one method on a stage: its own over those for all methods. */
export function settingsFor(stage: Stage, resourcePath: string, method: string): MethodSetting {
  const { methodSettings = {} } = stage;
  const path = resourcePath.replace(/^\//, '');
  return { ...methodSettings['*/*'], ...methodSettings[`${path}/*`], ...methodSettings[`${path}/${method}`] };
}

export function newStage(engine: ApiGatewayEngine, stageName: string): Stage {
  return {
    stageName,
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: {},
    tracingEnabled: false,
    createdDate: now(engine),
    lastUpdatedDate: now(engine),
  };
}

export function checkStage(engine: ApiGatewayEngine, stage: Stage): void {
  if (!/^[\w-]{1,128}$/.test(stage.stageName ?? '')) {
    throw apiGatewayError.badRequest('Stage name only allows a-zA-Z0-9_-');
  }
  for (const [name, value] of Object.entries(stage.variables ?? {})) {
    if (!/^\w+$/.test(name) || !/^[\w.~:/?#&=,-]*$/.test(value)) {
      throw apiGatewayError.badRequest(
        `Invalid stage variable ${name}: names match [A-Za-z0-9_]+ and values [A-Za-z0-9-._~:/?#&=,]+`,
      );
    }
  }
  const settings = Object.values(stage.methodSettings ?? {});
  // A cache changes what clients see: a stage that says it has one and has none would lie.
  if (stage.cacheClusterEnabled || settings.some((setting) => setting.cachingEnabled)) {
    throw apiGatewayError.notImplemented('response caching');
  }
  if (stage.canarySettings) throw apiGatewayError.notImplemented('canary settings');
  checkLogging(engine, stage);
}

function checkLogging({ accounts }: ApiGatewayEngine, { accessLogSettings, methodSettings }: Stage): void {
  const levels = Object.values(methodSettings ?? {}).map((setting) => setting.loggingLevel ?? 'OFF');
  if (levels.some((level) => level !== 'OFF' && level !== 'ERROR' && level !== 'INFO')) {
    throw apiGatewayError.badRequest('Invalid logging level: must be one of OFF, ERROR, INFO');
  }
  const logs = accessLogSettings !== undefined || levels.some((level) => level !== 'OFF');
  if (logs && !accounts.get('account')?.cloudwatchRoleArn) {
    throw apiGatewayError.badRequest(
      'CloudWatch Logs role ARN must be set in account settings to enable logging',
    );
  }
  if (accessLogSettings === undefined) return;
  const { destinationArn, format } = accessLogSettings;
  if (destinationArn?.includes(':firehose:')) {
    throw apiGatewayError.notImplemented('access logs to Firehose');
  }
  if (destinationArn !== undefined && !LOG_GROUP_ARN.test(destinationArn)) {
    throw apiGatewayError.badRequest('Invalid access log destination: must be the ARN of a log group');
  }
  if (
    format !== undefined &&
    !format.includes('$context.requestId') &&
    !format.includes('$context.extendedRequestId')
  ) {
    throw apiGatewayError.badRequest(
      'Invalid access log format: must contain $context.requestId or $context.extendedRequestId',
    );
  }
}
