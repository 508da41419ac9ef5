import { NumberValue } from '@aws-sdk/lib-dynamodb';
import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { storedAssessment as storedV1 } from '../../../../lambdas/fraud/v1/assessment.ts';
import { Assessments as AssessmentsV11 } from '../../../../lambdas/fraud/v1.1/assessments.ts';
import * as v11 from '../../../../lambdas/fraud/v1.1/contract-v1.ts';
import { Assessments as AssessmentsV2 } from '../../../../lambdas/fraud/v2/assessments.ts';
import * as v2of1 from '../../../../lambdas/fraud/v2/contract-v1.ts';
import * as v2of2 from '../../../../lambdas/fraud/v2/contract-v2.ts';
import type { Attributes } from '../../../../lambdas/shared/table.ts';
import {
  Decision as DecisionV1,
  AssessRequestSchema as RequestV1,
} from '../../../../schemas/gen/proto/shop/fraud/v1/fraud_pb.ts';
import {
  Decision as DecisionV2,
  AssessRequestSchema as RequestV2,
} from '../../../../schemas/gen/proto/shop/fraud/v2/fraud_pb.ts';
import { assessmentKey } from '../../../../schemas/items/assessment-item.ts';
import type { ItemKey } from '../../../../schemas/items/item-key.ts';

/** Items as the document client returns them: every number is a NumberValue. */
class StoredItems {
  readonly items = new Map<string, Attributes>();

  async createItem({ pk, sk }: ItemKey, attributes: Attributes): Promise<boolean> {
    if (this.items.has(pk)) return false;
    const stored = Object.entries(attributes).map(([name, value]) => [
      name,
      typeof value === 'number' ? NumberValue.from(String(value)) : value,
    ]);
    this.items.set(pk, { ...Object.fromEntries(stored), pk, sk });
    return true;
  }

  async getItem({ pk }: ItemKey): Promise<Attributes | undefined> {
    return this.items.get(pk);
  }
}

const fields = { assessmentId: 'a-1', amount: '5000.50', currency: 'GBP', country: 'France' };
const requestV1 = create(RequestV1, fields);
const requestV2 = create(RequestV2, { ...fields, deviceId: 'D1' });

function releases() {
  const table = new StoredItems();
  return { table, old: new AssessmentsV11(table), next: new AssessmentsV2(table) };
}

describe('an assessment', () => {
  it('that v2 has declined is one to review for v1.1 and v1, which know no more', async () => {
    const { table, old, next } = releases();
    const made = await next.assess(v2of2.readRequest(requestV2));
    expect(v2of2.toResponse(made.assessment)).toEqual({
      assessmentId: 'a-1',
      decision: DecisionV2.DECLINE,
      risk: 0.9,
      reasons: ['foreign-country', 'guest', 'large-amount', 'very-large-amount'],
    });
    const asV1 = { assessmentId: 'a-1', decision: DecisionV1.REVIEW, score: 90 };
    expect(v11.toResponse(await old.get('a-1'))).toEqual(asV1);
    expect(v2of1.toResponse(await next.get('a-1'))).toEqual(asV1);
    const frozen = storedV1.parse(await table.getItem(assessmentKey('a-1')));
    expect(frozen).toMatchObject({ decision: 'review', score: 90 });
  });

  it('of v1.1 is one without reasons for v2', async () => {
    const { old, next } = releases();
    await old.assess(v11.readRequest(requestV1));
    expect(v2of2.toResponse(await next.get('a-1'))).toEqual({
      assessmentId: 'a-1',
      decision: DecisionV2.REVIEW,
      risk: 1,
      reasons: [],
    });
  });

  it('without the attribute of v1 is the same for v2, and one without either is an error', async () => {
    const { table, old, next } = releases();
    const { assessment } = await next.assess(v2of2.readRequest(requestV2));
    const { pk } = assessmentKey('a-1');
    const { decision: _decision, ...renamed } = table.items.get(pk) ?? expect.fail();
    table.items.set(pk, renamed);
    expect(await next.get('a-1')).toEqual(assessment);
    await expect(old.get('a-1')).rejects.toMatchObject({ code: 'internal' });
    const { outcome: _outcome, ...neither } = renamed;
    table.items.set(pk, neither);
    await expect(next.get('a-1')).rejects.toMatchObject({ code: 'internal' });
  });

  it('is made once, whichever release is asked again', async () => {
    const { table, old, next } = releases();
    const made = await old.assess(v11.readRequest(requestV1));
    const again = await next.assess(v2of2.readRequest(requestV2));
    expect(made).toMatchObject({ isNew: true, assessment: { score: 100 } });
    // The score of v1.1: v2 itself would have counted the device.
    expect(again).toMatchObject({ isNew: false, assessment: { score: 100, decision: 'review' } });
    expect(table.items.size).toBe(1);
  });

  it('belongs to its request, whichever release is asked for another', async () => {
    const { old, next } = releases();
    await next.assess(v2of2.readRequest(requestV2));
    const other = { ...fields, amount: '1.00' };
    await expect(old.assess(v11.readRequest(create(RequestV1, other)))).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(
      next.assess(v2of2.readRequest(create(RequestV2, { ...fields, deviceId: 'D2' }))),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  it('that does not exist is not found', async () => {
    const { old, next } = releases();
    await expect(old.get('none')).rejects.toMatchObject({ code: 'not-found' });
    await expect(next.get('none')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a request', () => {
  it.each([
    ['no id', { assessmentId: '' }],
    ['money that is no decimal text', { amount: '1e3' }],
    ['a negative amount', { amount: '-1' }],
    ['another currency', { currency: 'EUR' }],
    ['no country', { country: '' }],
    ['an empty customer id', { customerId: '' }],
  ])('is refused for %s, in every release and contract', (_, wrong) => {
    for (const read of [
      () => v11.readRequest(create(RequestV1, { ...fields, ...wrong })),
      () => v2of1.readRequest(create(RequestV1, { ...fields, ...wrong })),
      () => v2of2.readRequest(create(RequestV2, { ...fields, ...wrong })),
    ]) {
      expect(read).toThrow(expect.objectContaining({ code: 'bad-request' }));
    }
  });
});
