import { DeleteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { profileKey } from '../../schemas/items/profile-item.ts';
import type { DriverContext } from '../context.ts';
import { findLosses, type Loss } from '../invariants/losses.ts';
import { Profile } from '../profiles/profile.ts';

/** What one canary saw on its way through the alias. */
export interface CanaryResult {
  requests: number;
  /** Requests without the answer that they should have. */
  errors: number;
  /** Which release answered the update; undefined when none did. */
  updatedBy: string | undefined;
  losses: Loss[];
}

/** An attribute that no release knows, as the next one or another program on the shared table would write it. */
const UNKNOWN_ATTRIBUTE = 'canary';

/**
 * Creates, updates and reads a profile as a customer would, and compares what the table then holds with what was
 * stored, an attribute included that no release knows. Deletes its profile.
 */
export async function profileCanary(
  { aws, shop, system }: Pick<DriverContext, 'aws' | 'shop' | 'system'>,
  userId: string,
  signal: AbortSignal,
): Promise<CanaryResult> {
  const result: CanaryResult = { requests: 0, errors: 0, updatedBy: undefined, losses: [] };
  const item = { TableName: system.tables.shared, Key: profileKey(userId) };
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
        UpdateExpression: 'SET #unknown = :userId',
        ExpressionAttributeNames: { '#unknown': UNKNOWN_ATTRIBUTE },
        ExpressionAttributeValues: { ':userId': userId },
      }),
    );
    const updated = await send(200, 'PATCH', `/profiles/${userId}`, { age: 2 });
    result.updatedBy = updated?.release;
    const read = await send(200, 'GET', `/profiles/${userId}`, undefined);
    const { Item } = await aws.documents.send(new GetCommand({ ...item, ConsistentRead: true }));
    const about = { profile: userId, updatedBy: result.updatedBy };
    const stored = { name: 'Canary', ...(updated && { age: '2' }), [UNKNOWN_ATTRIBUTE]: userId };
    // Numbers come as text (aws-access.ts).
    result.losses = findLosses(stored, Item, about);
    if (read !== undefined && !Profile.safeParse(read.body).success) {
      const after = JSON.stringify(read.body);
      result.losses.push({ ...about, field: 'answer of GET', before: 'a profile', after });
    }
    return result;
  } finally {
    await aws.documents.send(new DeleteCommand(item));
  }
}
