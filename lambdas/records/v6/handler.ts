import { SCHEMA as orderV1 } from '../../../schemas/gen/avro/order/v1.ts';
import { SCHEMA as orderV2 } from '../../../schemas/gen/avro/order/v2.ts';
import { SCHEMA as orderV3 } from '../../../schemas/gen/avro/order/v3.ts';
import { SCHEMA as orderV4 } from '../../../schemas/gen/avro/order/v4.ts';
import { SCHEMA as orderV5 } from '../../../schemas/gen/avro/order/v5.ts';
import { SCHEMA as orderV6 } from '../../../schemas/gen/avro/order/v6.ts';
import { SCHEMA as profileV1 } from '../../../schemas/gen/avro/profile/v1.ts';
import { SCHEMA as profileV2 } from '../../../schemas/gen/avro/profile/v2.ts';
import { SCHEMA as profileV3 } from '../../../schemas/gen/avro/profile/v3.ts';
import { SCHEMA as profileV4 } from '../../../schemas/gen/avro/profile/v4.ts';
import { SCHEMA as profileV5 } from '../../../schemas/gen/avro/profile/v5.ts';
import { SCHEMA as profileV6 } from '../../../schemas/gen/avro/profile/v6.ts';
import { recordsHandler } from '../records-handler.ts';

/** Release v6: what it writes has version 6 of each schema. */
export const handler = recordsHandler({
  profile: [profileV1, profileV2, profileV3, profileV4, profileV5, profileV6],
  order: [orderV1, orderV2, orderV3, orderV4, orderV5, orderV6],
});
