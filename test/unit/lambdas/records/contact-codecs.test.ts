import { expect, it } from 'vitest';
import { CONTACT_CODECS } from '../../../../lambdas/records/unknown-fields/codecs.ts';

const address = { street: '12 St James’s Square', city: 'London', postcode: 'SW1Y 4JH' };
const CONTACT = { contactId: 'ada', name: 'Ada', age: 36, email: 'ada@example.com', tier: 'GOLD', address };

it.each(Object.entries(CONTACT_CODECS))(
  '%s applies an update and keeps the fields that it knows',
  (_, codec) => {
    const updated = codec.update(codec.write(CONTACT), { age: 37, city: 'Ockham' });
    expect(codec.read(updated)).toMatchObject({
      contactId: 'ada',
      name: 'Ada',
      age: 37,
      address: { street: address.street, city: 'Ockham' },
    });
  },
);
