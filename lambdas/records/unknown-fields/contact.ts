import type { PlainObject } from '../values/plain.ts';

/** What the older release knows of a contact. The newer one added an email, a tier, and a postcode to the address. */
export interface Contact {
  contactId: string;
  name: string;
  age: number;
  address: { street: string; city: string };
}

export interface NewerContact extends Contact {
  email: string;
  tier: string;
  address: { street: string; city: string; postcode: string };
}

/** What the older release changes: a field, and a field of a record inside. */
export interface ContactChange {
  age: number;
  city: string;
}

/** One way in which an older release can update what a newer one wrote. Pure, so that benchmarks can time it. */
export interface ContactCodec {
  /** As the newer release writes it. */
  write(contact: NewerContact): string | Uint8Array;
  /** As the older release updates it. */
  update(data: string | Uint8Array, change: ContactChange): string | Uint8Array;
  /** As the newer release reads it. */
  read(data: string | Uint8Array): PlainObject;
}

export function text(data: string | Uint8Array): string {
  return typeof data === 'string' ? data : Buffer.from(data).toString('utf8');
}

export function bytes(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
}

export function changed<T extends Contact>(contact: T, { age, city }: ContactChange): T {
  return { ...contact, age, address: { ...contact.address, city } };
}
