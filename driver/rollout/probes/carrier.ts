import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { shipmentKey } from '../../../schemas/items/shipment-item.ts';
import { type CarrierAnswer, type CarrierClient, carrierClient } from '../../carrier/carrier-client.ts';
import { deployedCarrier } from '../../carrier/transport.ts';
import { httpClient } from '../../clients/http.ts';
import { differences } from '../../invariants/losses.ts';
import type { CanaryResult, RolloutProbe } from '../probe.ts';

/** Books a shipment twice and tracks it: every answer, from whichever release, is about the same shipment. */
export const carrierProbe: RolloutProbe = {
  async release({ shop }, signal) {
    // Refused, because it does not ask for the WSDL.
    return (await shop.send('carrier', 'GET', '/carrier', undefined, signal)).release;
  },

  async canary({ aws, system }, shipmentId, signal) {
    const result: CanaryResult = { requests: 0, errors: 0, writtenBy: undefined, losses: [] };
    const http = httpClient();
    const transport = deployedCarrier({ aws, system, signal }, http);
    const send = async (call: (client: CarrierClient<'v1'>) => Promise<CarrierAnswer>) => {
      result.requests += 1;
      // With its WSDL, read each time: a service without one has no clients.
      const answer = await carrierClient(transport, 'v1')
        .then(call)
        .catch(() => undefined);
      signal.throwIfAborted();
      if (answer?.value !== undefined) return { release: answer.release, value: answer.value };
      result.errors += 1;
      return undefined;
    };
    try {
      const parcel = { country: 'EIRE', weightGrams: 1, parcels: 1 };
      const book = (client: CarrierClient<'v1'>) =>
        client.call('BookShipment', { shipmentId, orderId: shipmentId, ...parcel });
      const booked = await send(book);
      if (booked === undefined) return result;
      result.writtenBy = booked.release;
      const repeated = await send(book);
      const tracked = await send((client) => client.call('TrackShipment', { shipmentId }));
      const about = { canary: shipmentId, writtenBy: result.writtenBy };
      const { trackingNumber } = booked.value;
      result.losses = [
        ...(repeated === undefined ? [] : differences(booked.value, repeated.value, about)),
        ...(tracked === undefined ? [] : differences({ shipmentId, trackingNumber }, tracked.value, about)),
      ];
      return result;
    } finally {
      http.close();
      const Key = shipmentKey(shipmentId);
      await aws.documents.send(new DeleteCommand({ TableName: system.tables.carrier, Key }));
    }
  },
};
