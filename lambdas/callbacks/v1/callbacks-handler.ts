import * as z from 'zod';
import { callbackKey } from '../../../schemas/items/callback-item.ts';
import {
  CALLBACK_ATTEMPT_HEADER,
  CALLBACK_ID_HEADER,
  CALLBACK_TIMESTAMP_HEADER,
} from '../../shared/callbacks/headers.ts';
import { ShopError } from '../../shared/errors.ts';
import { identifier } from '../../shared/fields.ts';
import { parse } from '../../shared/parse.ts';
import { type RestRequest, type RestResponse, restHandler } from '../../shared/protocols/rest/handler.ts';
import type { Table } from '../../shared/table.ts';
import { checkFreshness } from '../domain.ts';

export interface CallbacksDependencies {
  table: Pick<Table, 'createItem'>;
  now(): Date;
}

const callback = z.object({
  [CALLBACK_ID_HEADER]: z
    .string({ error: 'must be there' })
    .regex(/^[A-Za-z0-9._:-]{1,128}$/, 'must be 1 to 128 letters, digits, or any of . _ : -'),
  [CALLBACK_TIMESTAMP_HEADER]: z
    .string({ error: 'must be there' })
    .regex(/^\d{1,11}$/, 'must be whole seconds since 1970')
    .transform((text) => new Date(Number(text) * 1000)),
  [CALLBACK_ATTEMPT_HEADER]: z
    .string()
    .regex(/^\d{1,6}$/, 'must be a whole number')
    .transform(Number)
    .default(1),
});

/** A payment of contract v1, as far as it is stored here; other fields are ignored. */
const finishedPayment = z.object({ paymentId: identifier, status: z.enum(['accepted', 'held']) });

/** Receives callbacks, and stores each of them once. API Gateway has checked who sent it, and that it was not altered. */
export function callbacksHandler({ table, now }: CallbacksDependencies) {
  return restHandler({
    service: 'callbacks',
    release: 'v1',
    routes: {
      async 'POST /callbacks/payments'({ header, body }: RestRequest): Promise<RestResponse> {
        const names = [CALLBACK_ID_HEADER, CALLBACK_TIMESTAMP_HEADER, CALLBACK_ATTEMPT_HEADER] as const;
        const headers = parse(callback, Object.fromEntries(names.map((name) => [name, header(name)])));
        const { paymentId, status } = parse(finishedPayment, body);
        const callbackId = headers[CALLBACK_ID_HEADER];
        const sentAt = headers[CALLBACK_TIMESTAMP_HEADER];
        const receivedAt = now();
        checkFreshness(sentAt, receivedAt);
        const isNew = await table.createItem(callbackKey(callbackId), {
          type: 'callback',
          callbackId,
          paymentId,
          status,
          attempt: headers[CALLBACK_ATTEMPT_HEADER],
          sentAt: sentAt.toISOString(),
          receivedAt: receivedAt.toISOString(),
        });
        if (!isNew) throw new ShopError('already-received', 'this callback is stored already');
        return { status: 201, body: { callbackId } };
      },
    },
  });
}
