import { takeApart, wayToRead } from '../../shared/avro/single-object.ts';
import { type ReceivedEvent, readEvent } from '../../shared/events.ts';
import { asInvalidData, RefusedEvent } from '../../shared/messaging/refused-event.ts';
import type { RegisteredSchema, RegistryClient } from '../../shared/registry-client.ts';

/** `urn:shop:schemas:order:v2` names version 2 of the subject `order`. */
const DATA_SCHEMA = /^urn:shop:schemas:([a-z][a-z0-9-]*):v([1-9]\d{0,8})$/;

/**
 * Whether an event is what it claims to be: a CloudEvent, with data that matches the schema that the registry has under
 * its fingerprint, and that `dataschema` names.
 *
 * @param remainingMs for the registry
 * @throws RefusedEvent or ShopError `malformed-event`, `unknown-schema` when it is not
 * @throws ShopError `dependency-…` when the registry does not answer: nothing is known of the event then
 */
export async function checkEvent(
  body: string,
  registry: Pick<RegistryClient, 'registered'>,
  remainingMs: number,
): Promise<ReceivedEvent> {
  const event = readEvent(body);
  const { fingerprint, body: data } = asInvalidData(() => takeApart(event.data));
  const registered = await registry.registered(fingerprint, remainingMs);
  if (registered === undefined) {
    throw new RefusedEvent(
      'unknown-schema',
      `the registry has no schema with the fingerprint ${fingerprint}`,
    );
  }
  const named = DATA_SCHEMA.exec(event.dataschema ?? '');
  if (named === null) {
    throw new RefusedEvent('malformed-event', 'dataschema: must name a subject and a version');
  }
  const isNamed = ({ versions }: RegisteredSchema) =>
    versions.some(({ subject, version }) => subject === named[1] && version === Number(named[2]));
  if (!isNamed(registered)) {
    // It may have been registered under another name since it was asked for.
    const current = await registry.registered(fingerprint, remainingMs, { fresh: true });
    if (current === undefined || !isNamed(current)) {
      throw new RefusedEvent('malformed-event', 'dataschema: not the schema that the data was written with');
    }
  }
  asInvalidData(() => wayToReadOwn(registered)(data));
  return event;
}

const ways = new WeakMap<RegisteredSchema['schema'], (body: Buffer) => unknown>();

/** Checks cost more to make than to use. */
function wayToReadOwn({ schema }: RegisteredSchema): (body: Buffer) => unknown {
  const way = ways.get(schema) ?? wayToRead(schema, schema);
  ways.set(schema, way);
  return way;
}
