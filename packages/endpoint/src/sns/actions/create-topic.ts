import { z } from 'zod';
import { flag, stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { own } from '../../core/own.ts';
import type { SnsEngine } from '../engine.ts';
import { snsError } from '../errors.ts';
import { namedTopic } from '../resource-arns.ts';
import { addTags, tagsSchema } from '../tags.ts';
import { changeTopicAttributes } from '../topic-attributes.ts';
import type { TopicRecord } from '../topics.ts';

const STANDARD_NAME = /^[\w-]{1,256}$/;
const FIFO_NAME = /^(?=.{1,256}$)[\w-]+\.fifo$/;

export const createTopic = operation('sns', 'CreateTopic', {
  resource: namedTopic,
  input: z.object({
    Name: z.string().default(''),
    Attributes: stringMap.default({}),
    Tags: tagsSchema,
    DataProtectionPolicy: z.never({ error: 'data protection policies are not supported' }).optional(),
  }),
  run({ topics }: SnsEngine, { Name: name, Attributes: { FifoTopic, ...given }, Tags }) {
    const isFifo = flag.safeParse(FifoTopic ?? 'false').data === true;
    if (!(isFifo ? FIFO_NAME : STANDARD_NAME).test(name)) throw snsError.invalidParameter('Topic Name');
    const arn = topics.arnOf(name);
    const attributes = changeTopicAttributes({}, given, isFifo);
    const tags = addTags({}, Tags);
    const existing = topics.find(arn)?.record;
    if (existing === undefined) topics.create({ arn, name, isFifo, attributes, tags });
    else checkSame(existing, attributes, tags);
    return { TopicArn: arn };
  },
});

/** Creating a topic again is fine as long as nothing that is asked for differs. */
function checkSame(
  existing: TopicRecord,
  attributes: Record<string, string>,
  tags: Record<string, string>,
): void {
  const differ = (have: Record<string, string>, wanted: Record<string, string>) =>
    Object.entries(wanted).some(([name, value]) => own(have, name) !== value);
  if (differ(existing.attributes, attributes)) {
    throw snsError.invalidParameter('Attributes Reason: Topic already exists with different attributes');
  }
  if (Object.keys(tags).length > 0 && differ(existing.tags, tags)) {
    throw snsError.invalidParameter('Tags Reason: Topic already exists with different tags');
  }
}
