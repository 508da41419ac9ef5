import { SCHEMA as orderV1 } from '../../../schemas/gen/avro/order/v1.ts';
import { SCHEMA as profileV1 } from '../../../schemas/gen/avro/profile/v1.ts';
import { recordsHandler } from '../records-handler.ts';

/** Release v1: what it writes has version 1 of each schema. */
export const handler = recordsHandler({
  profile: [profileV1],
  order: [orderV1],
});
