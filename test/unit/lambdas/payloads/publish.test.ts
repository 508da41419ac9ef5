import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it, vi } from 'vitest';
import { publisher } from '../../../../lambdas/payloads/v1/publish.ts';
import { logger } from '../../../../lambdas/shared/logging.ts';
import type { ClaimStore } from '../../../../lambdas/shared/messaging/payload-kinds/claim-store.ts';

const NOW = new Date('2026-12-01T12:00:00.000Z');

function product(productId: string, version = 1) {
  return {
    productId,
    version,
    name: 'Lantern',
    description: '',
    price: '2.5',
    stock: 7 - version,
    categories: [],
  };
}

/** Answers each publication after a while that differs, so that what is not kept in order gets out of it. */
function lab({ refuses }: { refuses?: string } = {}) {
  const sns = new SNSClient({ region: 'us-east-1' });
  const published: {
    topic: string;
    group: string;
    deduplicationId: string;
    event: Record<string, unknown>;
  }[] = [];
  let turn = 0;
  vi.spyOn(sns, 'send').mockImplementation(async (command: unknown) => {
    if (!(command instanceof PublishCommand)) throw new Error('unexpected');
    const { TopicArn = '', MessageGroupId = '', MessageDeduplicationId = '', Message = '' } = command.input;
    turn += 1;
    for (let rest = turn % 3; rest > 0; rest -= 1) await Promise.resolve();
    if (MessageGroupId === refuses) throw new Error(`refused ${Message}`);
    published.push({
      topic: TopicArn,
      group: MessageGroupId,
      deduplicationId: MessageDeduplicationId,
      event: JSON.parse(Message),
    });
  });
  const stored = new Map<string, Buffer>();
  const claims: ClaimStore = {
    bucket: 'claims',
    put: async (key, bytes) => void stored.set(key, bytes),
    get: async () => 'missing',
  };
  const topics = { full: 'full-topic', delta: 'delta-topic', reference: 'reference-topic' };
  const publish = publisher({ sns, topics, claims, keptDays: 14, clock: () => NOW });
  return { publish, published, stored };
}

describe('the publisher', () => {
  it('publishes each change on the topic of its kind, in the group of its product', async () => {
    const { publish, published, stored } = lab();
    const answers = await publish({
      changes: [
        { kind: 'full', after: product('a') },
        { kind: 'delta', before: product('b'), after: product('b', 2) },
        { kind: 'reference', after: product('c') },
      ],
    });
    expect(answers).toMatchObject([
      { ok: true, eventId: 'a.1.full', storedBytes: 0, publishedAt: NOW.toISOString() },
      { ok: true, eventId: 'b.2.delta' },
      { ok: true, eventId: 'c.1.reference', storedBytes: expect.any(Number) },
    ]);
    const byTopic = new Map(published.map((one) => [one.topic, one]));
    expect(byTopic.get('full-topic')).toMatchObject({
      group: 'a',
      deduplicationId: 'a.1.full.1',
      event: {
        type: 'shop.product.changed',
        subject: 'a',
        recordversion: 1,
        dataschema: 'urn:shop:schemas:product:v1',
      },
    });
    expect(byTopic.get('delta-topic')?.event).toMatchObject({
      baseversion: 1,
      data: { version: 2, stock: 5 },
    });
    const [key] = stored.keys();
    expect(byTopic.get('reference-topic')?.event).toMatchObject({
      data: { bucket: 'claims', key, expiresAt: '2026-12-15T12:00:00.000Z' },
    });
  });

  it('keeps the order of the changes of a product, and repeats an event under another deduplication id', async () => {
    const { publish, published } = lab();
    await publish({
      changes: [
        { kind: 'full', after: product('a') },
        { kind: 'full', after: product('b') },
        { kind: 'full', before: product('a'), after: product('a', 2) },
        { kind: 'full', before: product('b'), after: product('b', 2) },
        { kind: 'full', after: product('a'), attempt: 2 },
      ],
    });
    const of = (id: string) =>
      published.filter(({ group }) => group === id).map((one) => one.deduplicationId);
    expect(of('a')).toEqual(['a.1.full.1', 'a.2.full.1', 'a.1.full.2']);
    expect(of('b')).toEqual(['b.1.full.1', 'b.2.full.1']);
  });

  it('answers what cannot be published with a code, publishes the rest, and logs no payload', async () => {
    const error = vi.spyOn(logger, 'error').mockReturnValue(undefined);
    const { publish, published } = lab({ refuses: 'refused' });
    const answers = await publish({
      changes: [
        { kind: 'full', after: { ...product('large'), description: 'x'.repeat(300_000) } },
        { kind: 'full', after: product('refused') },
        { kind: 'full', after: product('a') },
      ],
    });
    expect(answers).toMatchObject([
      { ok: false, eventId: 'large.1.full', code: 'payload-too-large' },
      { ok: false, eventId: 'refused.1.full', code: 'internal' },
      { ok: true },
    ]);
    expect(published.map(({ group }) => group)).toEqual(['a']);
    expect(error.mock.calls.map(([message]) => message)).toEqual(['change not published']);
  });

  it.each([
    ['no changes', []],
    ['a version that does not follow', [{ kind: 'full', before: product('a'), after: product('a', 3) }]],
    ['a price that is no decimal', [{ kind: 'full', after: { ...product('a'), price: 'free' } }]],
    ['an unknown kind', [{ kind: 'constructor', after: product('a') }]],
    ['text that no UTF-8 carries', [{ kind: 'full', after: { ...product('a'), name: '\udfff' } }]],
  ])('refuses %s', async (_case, changes) => {
    const { publish, published } = lab();
    await expect(publish({ changes })).rejects.toMatchObject({ code: 'bad-request' });
    expect(published).toEqual([]);
  });
});
