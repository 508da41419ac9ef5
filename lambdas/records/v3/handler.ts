import { SCHEMA as orderV1 } from '../../../schemas/gen/avro/order/v1.ts';
import { SCHEMA as orderV2 } from '../../../schemas/gen/avro/order/v2.ts';
import { SCHEMA as orderV3 } from '../../../schemas/gen/avro/order/v3.ts';
import { SCHEMA as profileV1 } from '../../../schemas/gen/avro/profile/v1.ts';
import { SCHEMA as profileV2 } from '../../../schemas/gen/avro/profile/v2.ts';
import { SCHEMA as profileV3 } from '../../../schemas/gen/avro/profile/v3.ts';
import { recordsHandler } from '../records-handler.ts';

/** Release v3: what it writes has version 3 of each schema. */
export const handler = recordsHandler({
  profile: [profileV1, profileV2, profileV3],
  order: [orderV1, orderV2, orderV3],
});
