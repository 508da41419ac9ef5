import type { LambdaEngine } from './engine.ts';
import { invalidParameter } from './errors.ts';
import { findFunction } from './functions/lookup.ts';

export interface Tagged {
  readonly tags: Readonly<Record<string, string>>;
  replaceTags(tags: Record<string, string>): void;
}

const MAPPING_ARN = /^arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\d{12}:event-source-mapping:([0-9a-f-]+)$/;

/**
 * What has tags: a function, but not its versions or aliases, and an event source mapping.
 * https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html
 */
export function findTagged(engine: LambdaEngine, arn: string): Tagged {
  if (!arn.startsWith('arn:')) {
    throw invalidParameter('Resource must be the ARN of a function or of an event source mapping.');
  }
  const uuid = MAPPING_ARN.exec(arn)?.[1];
  return uuid === undefined ? taggedFunction(engine, arn) : engine.eventSources.tagged(uuid);
}

function taggedFunction(engine: LambdaEngine, arn: string): Tagged {
  const { record, reference } = findFunction(engine, arn);
  if (reference.qualifier !== undefined) {
    throw invalidParameter(
      'Tags on function aliases and versions are not supported. Please specify a function ARN.',
    );
  }
  return {
    tags: record.tags,
    replaceTags(tags) {
      record.tags = tags;
      engine.functions.set(record.name, record);
    },
  };
}
