import type { KillPoint } from '../../../driver/faults/killed-copy.ts';

/** What a crash leaves of an order. */
export type Left = 'order and event' | 'neither' | 'order without event' | 'event without order';

/** A step at which a process is killed. The name is part of finding ids. */
export interface CrashPoint {
  name: string;
  label: string;
  at: KillPoint;
}

const TRANSACTION = 'dynamodb:TransactWriteItems';

/** The orders service stores order and event in one transaction. */
export const ORDER_CRASHES = [
  {
    name: 'before-transaction',
    label: 'orders killed before the transaction',
    at: { when: 'before', request: TRANSACTION },
  },
  {
    name: 'after-transaction',
    label: 'orders killed after the transaction, before its answer',
    at: { when: 'after', request: TRANSACTION },
  },
] as const satisfies CrashPoint[];

/** The relay publishes the event, and then marks it as published. The same events meet one crash after the other. */
export const RELAY_CRASHES = [
  {
    name: 'relay-before-publish',
    label: 'relay killed before it publishes',
    at: { when: 'before', request: 'sns' },
  },
  {
    name: 'relay-after-publish',
    label: 'relay killed after it has published, before it marks',
    at: { when: 'after', request: 'sns' },
  },
  {
    name: 'relay-after-mark',
    label: 'relay killed after it has marked, before it ends',
    at: { when: 'after', request: 'dynamodb:UpdateItem' },
  },
] as const satisfies CrashPoint[];

/** The two orders of a dual write, by their routes in lambdas/dual-write. */
export const WRITE_ORDERS = ['store-first', 'publish-first'] as const;
export type WriteOrder = (typeof WRITE_ORDERS)[number];

export const DUAL_WRITE_CRASHES: readonly (CrashPoint & { leaves: Record<WriteOrder, Left> })[] = [
  {
    name: 'before-store',
    label: 'killed before it stores',
    at: { when: 'before', request: 'dynamodb:PutItem' },
    leaves: { 'store-first': 'neither', 'publish-first': 'event without order' },
  },
  {
    name: 'after-store',
    label: 'killed after it has stored',
    at: { when: 'after', request: 'dynamodb:PutItem' },
    leaves: { 'store-first': 'order without event', 'publish-first': 'order and event' },
  },
  {
    name: 'before-publish',
    label: 'killed before it publishes',
    at: { when: 'before', request: 'sns' },
    leaves: { 'store-first': 'order without event', 'publish-first': 'neither' },
  },
  {
    name: 'after-publish',
    label: 'killed after it has published',
    at: { when: 'after', request: 'sns' },
    leaves: { 'store-first': 'order and event', 'publish-first': 'event without order' },
  },
];

/** How many of `orders` at each crash point are expected to be left like this, over both dual writes. */
export function expectedLeft(left: Left, orders: number): number {
  const cells = DUAL_WRITE_CRASHES.flatMap(({ leaves }) => Object.values(leaves));
  return orders * cells.filter((each) => each === left).length;
}
