import { DeleteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { profileKey } from '../../../schemas/items/profile-item.ts';
import { findLosses } from '../../invariants/losses.ts';
import { Profile } from '../../profiles/profile.ts';
import { canaryRequests } from '../canary-requests.ts';
import type { RolloutProbe } from '../probe.ts';

/** An attribute that no release knows, as the next one or another program on the shared table would write it. */
const UNKNOWN_ATTRIBUTE = 'canary';

/**
 * Creates, updates and reads a profile, and compares what the table then holds with what was stored, an attribute
 * included that no release knows.
 */
export const profilesProbe: RolloutProbe = {
  async release({ shop }, signal) {
    return (await shop.send('profiles', 'GET', '/profiles/unknown', undefined, signal)).release;
  },

  async canary(context, userId, signal) {
    const { aws, system } = context;
    const { result, send } = canaryRequests(context, 'profiles', signal);
    const item = { TableName: system.tables.shared, Key: profileKey(userId) };
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
      result.writtenBy = updated?.release;
      const read = await send(200, 'GET', `/profiles/${userId}`);
      const { Item } = await aws.documents.send(new GetCommand({ ...item, ConsistentRead: true }));
      const about = { canary: userId, writtenBy: result.writtenBy };
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
  },
};
