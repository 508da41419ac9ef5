import type { System } from '../system.ts';

/** `shared table`, `OrderEvents topic` or `Callbacks queue` for the ARN of a stream, a topic or a queue. */
export function eventSourceName(arn: string, { tables }: Pick<System, 'tables'>): string {
  const [, tableName] = /:table\/([^/]+)\/stream\//.exec(arn) ?? [];
  if (tableName !== undefined) {
    const table = Object.entries(tables).find(([, name]) => name === tableName)?.[0] ?? tableName;
    return `${table} table`;
  }
  const kind = arn.split(':')[2] === 'sns' ? 'topic' : 'queue';
  return `${logicalName(arn.split(':').at(-1) ?? arn)} ${kind}`;
}

/**
 * CloudFormation names a resource `<stack>-<logical id>-<random>`, and the CDK ends a logical id with eight hex digits; it
 * names a FIFO topic itself, `<stack>-<id>-<eight hex digits>.fifo`.
 */
function logicalName(name: string): string {
  return /-([A-Za-z]+?)(?:Queue)?-?[0-9A-F]{8}/.exec(name)?.[1] ?? name;
}
