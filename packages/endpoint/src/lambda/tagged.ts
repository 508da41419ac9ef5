import type { LambdaEngine } from './engine.ts';
import { lambdaError } from './errors.ts';
import { findFunction } from './functions/lookup.ts';
import { parseReference } from './input/function-reference.ts';
import type { Tagged } from './tagged-resource.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html */
const MAX_TAGS = 50;

export function checkTagCount(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length > MAX_TAGS) {
    throw lambdaError.invalidParameter('Number of tags exceeds resource tag limit.');
  }
}

const FUNCTION_ARN = /^arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(:(\$LATEST|[\w-]+))?$/;
const MAPPING_ARN = /^arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\d{12}:event-source-mapping:([0-9a-f-]+)$/;

/**
 * What has tags: a function, but not its versions or aliases, and an event source mapping.
 * https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html
 */
export function findTagged(engine: LambdaEngine, arn: string): Tagged {
  const uuid = MAPPING_ARN.exec(arn)?.[1];
  if (uuid !== undefined) return engine.eventSources.tagged(uuid, arn);
  if (!FUNCTION_ARN.test(arn)) {
    throw lambdaError.validation(
      "1 validation error detected: Value at 'resource' failed to satisfy constraint: it must be the ARN of a function or of an event source mapping",
    );
  }
  return taggedFunction(engine, arn);
}

function taggedFunction(engine: LambdaEngine, arn: string): Tagged {
  if (parseReference(engine.context, arn).qualifier !== undefined) {
    throw lambdaError.invalidParameter(
      'Tags on function aliases and versions are not supported. Please specify a function ARN.',
    );
  }
  const { record } = findFunction(engine, arn);
  return {
    tags: record.tags,
    replaceTags(tags) {
      record.tags = tags;
      engine.functions.set(record.name, record);
    },
  };
}
