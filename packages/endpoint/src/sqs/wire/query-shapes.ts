import type { FlattenedShape } from '../../core/protocols/query-flattened.ts';

const NAME_AND_VALUE = { key: 'Name', value: 'Value' };
const KEY_AND_VALUE = { key: 'Key', value: 'Value' };

/** Lists and maps of the API as the Query protocol writes them, version 2012-11-05. */
const COMMON: readonly FlattenedShape[] = [
  { member: 'Actions', element: 'ActionName' },
  { member: 'Attributes', element: 'Attribute', entry: NAME_AND_VALUE },
  { member: 'AttributeNames', element: 'AttributeName' },
  { member: 'AWSAccountIds', element: 'AWSAccountId' },
  { member: 'Failed', element: 'BatchResultErrorEntry' },
  { member: 'MessageAttributeNames', element: 'MessageAttributeName' },
  { member: 'MessageAttributes', element: 'MessageAttribute', entry: NAME_AND_VALUE },
  { member: 'Messages', element: 'Message' },
  { member: 'MessageSystemAttributeNames', element: 'MessageSystemAttributeName' },
  { member: 'MessageSystemAttributes', element: 'MessageSystemAttribute', entry: NAME_AND_VALUE },
  { member: 'queueUrls', element: 'QueueUrl', responseOnly: true },
  { member: 'QueueUrls', element: 'QueueUrl', responseOnly: true },
  { member: 'Results', element: 'ListMessageMoveTasksResultEntry' },
  { member: 'TagKeys', element: 'TagKey' },
];

/** Those of one operation. Batches name their entries after themselves. */
export function queryShapes(operation: string): readonly FlattenedShape[] {
  return [
    ...COMMON,
    { member: 'Entries', element: `${operation}RequestEntry` },
    { member: 'Successful', element: `${operation}ResultEntry` },
    { member: operation === 'CreateQueue' ? 'tags' : 'Tags', element: 'Tag', entry: KEY_AND_VALUE },
  ];
}

/** Operations without an output. */
export const WITHOUT_RESULT: ReadonlySet<string> = new Set([
  'AddPermission',
  'ChangeMessageVisibility',
  'DeleteMessage',
  'DeleteQueue',
  'PurgeQueue',
  'RemovePermission',
  'SetQueueAttributes',
  'TagQueue',
  'UntagQueue',
]);
