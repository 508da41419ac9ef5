import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { apiUrl } from '../clients/api-url.ts';
import { httpClient } from '../clients/http.ts';
import { requestSigner } from '../clients/request-signer.ts';
import type { DriverContext } from '../context.ts';

type Context = Pick<DriverContext, 'aws' | 'system' | 'signal'>;

/** Where payments are reported. */
export function callbackUrl({ aws, system }: Pick<DriverContext, 'aws' | 'system'>): string {
  return `${apiUrl(system.services.callbacks.apiId, system.stage, aws.settings)}/callbacks/payments`;
}

export interface SentCallback {
  callbackId: string;
  body: unknown;
  /** Now, by default. */
  sentAt?: Date;
  /** What is sent in the place of the signed body; by default the body is sent as it was signed. */
  alteredBody?: unknown;
  /** Without a signature the request has none of its headers. */
  unsigned?: true;
}

export interface CallbackSender {
  /** @returns the status of the answer */
  send(callback: SentCallback): Promise<number>;
  close(): void;
}

/** Sends callbacks with the caller's own permission, faulty ones too. */
export function callbackSender(context: Context): CallbackSender {
  const http = httpClient();
  const sign = requestSigner(context.aws);
  const url = new URL(callbackUrl(context));
  return {
    async send({ callbackId, body, sentAt = new Date(), alteredBody = body, unsigned }) {
      const headers = {
        'content-type': 'application/json',
        'callback-id': callbackId,
        'callback-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
        'x-timeout-ms': '5000',
      };
      const text = JSON.stringify(body);
      const signed = await sign({ method: 'POST', url, headers, body: text });
      const request = { method: 'POST', url, headers: unsigned ? headers : signed };
      const { status } = await http.send({ ...request, body: JSON.stringify(alteredBody) }, context.signal);
      return status;
    },
    close: () => http.close(),
  };
}

export interface StoredCallback {
  paymentId: string;
  status: string;
  /** The delivery that arrived: 1 for the first. */
  attempt: number;
}

/** The callbacks that the receiver has stored for payments whose ids begin with `prefix`. */
export async function storedCallbacks(
  { aws, system, signal }: Context,
  prefix: string,
): Promise<StoredCallback[]> {
  const stored: StoredCallback[] = [];
  const pages = paginateScan(
    { client: aws.documents },
    {
      TableName: system.tables.callbacks,
      FilterExpression: 'begins_with(paymentId, :prefix)',
      ExpressionAttributeValues: { ':prefix': prefix },
      ConsistentRead: true,
    },
    { abortSignal: signal },
  );
  for await (const { Items = [] } of pages) {
    for (const { paymentId, status, attempt } of Items) {
      stored.push({ paymentId: String(paymentId), status: String(status), attempt: Number(attempt) });
    }
  }
  return stored;
}
