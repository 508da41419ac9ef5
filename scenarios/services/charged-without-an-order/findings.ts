import { findChargesWithoutOrder } from '../../../driver/invariants/charges-without-order.ts';
import { CURRENCY, money, sum } from '../../../driver/orders/money.ts';
import { totalOf } from '../../../driver/orders/order.ts';
import { smallOrder } from '../../../driver/orders/small-order.ts';
import type { Survey } from '../../../driver/orders/survey-orders.ts';
import { type Finding, type FindingGroup, findingGroup } from '../../kit/finding.ts';

/** Customers who are charged, and those of them who have no order, with their money. */
export function chargedWithoutOrder(group: FindingGroup, survey: Survey, expected: number): Finding[] {
  const { orderIds, charged } = survey;
  const withoutOrder = findChargesWithoutOrder(survey);
  const value = (ids: readonly string[]) => money(sum(ids.map((orderId) => totalOf(smallOrder(orderId)))));
  return [
    group.equals('charged', 'customers charged', {
      expected: orderIds.length,
      observed: charged.length,
      unit: 'orders',
    }),
    group.equals('charged-without-order', 'customers charged without an order', {
      expected,
      observed: withoutOrder.length,
      unit: 'orders',
      of: orderIds.length,
    }),
    group.equals('money-without-order', 'money charged without an order', {
      expected: value(orderIds.slice(0, expected)),
      observed: value(withoutOrder),
      unit: CURRENCY,
    }),
  ];
}

/** As ids of findings name a release: the first one, and the patch in its place, whichever number it has. */
export function nameOf(release: 'v1' | 'v1.3'): 'v1' | 'patch' {
  return release === 'v1' ? release : 'patch';
}

/** Nothing is known of an order of v1 but its payment; of one of v1.3 everything is. */
export function reconciledFindings(
  release: 'v1' | 'v1.3',
  survey: Survey,
  placedByIt: readonly string[],
): Finding[] {
  const group = findingGroup(`${nameOf(release)}-reconciled`, `${release}, after a reconciliation`);
  const kept = release === 'v1.3';
  const count = survey.orderIds.length;
  return [
    ...chargedWithoutOrder(group, survey, kept ? 0 : count),
    group.equals('placed', 'orders placed by the reconciliation', {
      expected: kept ? count : 0,
      observed: survey.orderIds.filter((orderId) => placedByIt.includes(orderId)).length,
      unit: 'orders',
      of: count,
    }),
  ];
}
