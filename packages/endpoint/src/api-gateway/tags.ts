import { type ApiGatewayEngine, findApi, findApiKey, findStage, findUsagePlan } from './engine.ts';
import { apiGatewayError } from './errors.ts';

type Tags = Record<string, string>;

const ARN = /^arn:[\w-]+:apigateway:[\w-]+::\/(.+)$/;

/** What an ARN names, as far as it can have tags: its tags, and how to set them. */
export function taggable(engine: ApiGatewayEngine, arn: string): { tags: Tags; set: (tags: Tags) => void } {
  const path = ARN.exec(arn)?.[1];
  if (path === undefined) throw apiGatewayError.badRequest('Invalid ARN specified in the request');
  const [kind, id = '', below, name = ''] = path.split('/');
  if (kind === 'restapis' && below === undefined) {
    const definition = findApi(engine, id);
    const { restApi } = definition;
    return {
      tags: restApi.tags ?? {},
      set: (tags) => engine.apis.set(id, { ...definition, restApi: { ...restApi, tags } }),
    };
  }
  if (kind === 'restapis' && below === 'stages') {
    const { stage } = findStage(engine, id, name);
    return {
      tags: stage.tags ?? {},
      set: (tags) => engine.stages.set(`${id}/${name}`, { apiId: id, stage: { ...stage, tags } }),
    };
  }
  if (kind === 'apikeys') {
    const key = findApiKey(engine, id);
    return { tags: key.tags ?? {}, set: (tags) => engine.apiKeys.set(id, { ...key, tags }) };
  }
  if (kind === 'usageplans') {
    const record = findUsagePlan(engine, id);
    return {
      tags: record.plan.tags ?? {},
      set: (tags) => engine.usagePlans.set(id, { ...record, plan: { ...record.plan, tags } }),
    };
  }
  throw apiGatewayError.badRequest('Invalid ARN specified in the request');
}
