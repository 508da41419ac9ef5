import { DEAD_LETTER_ATTRIBUTES } from '../../../schemas/events/dead-letter.ts';
import { EVENT_MESSAGE_ATTRIBUTES } from '../../../schemas/events/message-attributes.ts';
import { ORDER_EVENT_TYPES, orderEventId } from '../../../schemas/events/order-events.ts';
import { bucket } from '../../../schemas/items/bucket.ts';
import { ITEM_LAYOUTS } from '../../../schemas/items/item-layouts.ts';
import { JOURNAL_PARTITIONS } from '../../../schemas/items/journal-items.ts';
import { PENDING_PARTITIONS } from '../../../schemas/items/pending-order-item.ts';

/**
 * What releases rely on in stored items and in events, one entry each, such as
 * `shared/profile.age` → `N, written by profiles`. An entry of a release that is out never changes; new ones may be added.
 */
export function layoutEntries(): Record<string, string> {
  const stored = ITEM_LAYOUTS.filter(({ owners }) => !owners.includes('scenarios'));
  const items = stored.flatMap(({ table, name, owners, exampleKey, attributes }) => [
    [`${table}/${name}`, `${exampleKey.pk} | ${exampleKey.sk}`],
    ...Object.entries(attributes).map(([attribute, layout]) => [
      `${table}/${name}.${attribute}`,
      `${layout.optional ? 'optional ' : ''}${layout.types.join(' or ')}, ` +
        `written by ${(layout.owners ?? owners).join(' and ')}`,
    ]),
  ]);
  const events = Object.entries(ORDER_EVENT_TYPES).map(([kind, type]) => [`events/${kind}`, type]);
  return Object.fromEntries([
    ...items,
    ...events,
    ['events/message-attributes', Object.values(EVENT_MESSAGE_ATTRIBUTES).join(' ')],
    ['events/dead-letter-attributes', Object.values(DEAD_LETTER_ATTRIBUTES).join(' ')],
    ['events/id', orderEventId('<orderId>', 'order')],
    ['partitions/journal', String(JOURNAL_PARTITIONS)],
    ['partitions/pending', String(PENDING_PARTITIONS.length)],
    ['partitions/bucket', ['536365', 'C536379', 'a'].map((id) => bucket(id, 1000)).join(' ')],
  ]);
}
