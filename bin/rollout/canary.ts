import { DeleteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Profile } from '../../scenarios/profiles/profile.ts';
import type { Shop } from '../open-shop.ts';

/** What one canary saw on its way through the alias. */
export interface CanaryResult {
  requests: number;
  /** Requests without the answer that they should have. */
  errors: number;
  /** Which release answered the update; undefined when nobody did. */
  updatedBy: string | undefined;
  /** Whether anything that was stored is gone, or an update was not kept. */
  lost: boolean;
}

/** An attribute that no release knows, as the next one or another program on the shared table would write it. */
const FROM_THE_FUTURE = 'canary';

/**
 * Sends a profile through its life, create, update and read, as a customer would, and looks into the table whether
 * what it does not know itself has survived. Takes its profile away again.
 */
export async function profileCanary(
  { aws, shop, system }: Pick<Shop, 'aws' | 'shop' | 'system'>,
  userId: string,
  signal: AbortSignal,
): Promise<CanaryResult> {
  const result: CanaryResult = { requests: 0, errors: 0, updatedBy: undefined, lost: false };
  const item = { TableName: system.tables.shared, Key: { pk: `USER#${userId}`, sk: 'PROFILE' } };
  const send = async (wanted: number, ...request: ['POST' | 'PATCH' | 'GET', string, object?]) => {
    result.requests += 1;
    const answer = await shop.send('profiles', ...request, signal).catch(() => undefined);
    signal.throwIfAborted();
    if (answer?.status === wanted) return answer;
    result.errors += 1;
    return undefined;
  };

  try {
    if (!(await send(201, 'POST', '/profiles', { userId, name: 'Canary', age: 1 }))) return result;
    await aws.documents.send(
      new UpdateCommand({
        ...item,
        UpdateExpression: 'SET #future = :userId',
        ExpressionAttributeNames: { '#future': FROM_THE_FUTURE },
        ExpressionAttributeValues: { ':userId': userId },
      }),
    );
    const updated = await send(200, 'PATCH', `/profiles/${userId}`, { age: 2 });
    result.updatedBy = updated?.release;
    const read = await send(200, 'GET', `/profiles/${userId}`, undefined);
    const { Item } = await aws.documents.send(new GetCommand({ ...item, ConsistentRead: true }));
    const kept = Item?.['name'] === 'Canary' && Item[FROM_THE_FUTURE] === userId;
    const updateKept = updated === undefined || Item?.['age'] === '2'; // Numbers come as text (aws-access.ts).
    const shown = read === undefined || Profile.safeParse(read.body).success;
    result.lost = !(kept && updateKept && shown);
    return result;
  } finally {
    await aws.documents.send(new DeleteCommand(item));
  }
}
