import type { EndpointContext } from '../../core/context.ts';
import { configured } from '../configurations/configuration.ts';
import { notification } from '../configurations/notification.ts';
import { destinationsOf, send, wants } from './destinations.ts';
import { eventRecord } from './event-record.ts';
import type { Notifier } from './notifier.ts';

export function createNotifier(context: EndpointContext): Notifier {
  const underWay = new Set<Promise<void>>();

  return {
    notify(bucket, event) {
      const settings = configured(notification, bucket);
      if (settings === undefined) return;
      for (const destination of destinationsOf(settings)) {
        if (!wants(destination, event.name, event.key)) continue;
        const message = { Records: [eventRecord(context, event, destination.id)] };
        const sending = send(context, destination, message, bucket.name)
          .catch((cause: unknown) => {
            context.log('warn', 'failed to deliver bucket event', {
              bucket: bucket.name,
              destination: destination.arn,
              cause,
            });
          })
          .finally(() => underWay.delete(sending));
        underWay.add(sending);
      }
    },
    async close() {
      await Promise.all(underWay);
    },
  };
}
