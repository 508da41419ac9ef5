import { type AwsAccess, awsAccess } from '../driver/aws-access.ts';
import { type ShopClient, shopClient } from '../driver/clients/shop-client.ts';
import { DriverError } from '../driver/errors.ts';
import { type FaultSwitch, faultSwitch } from '../driver/faults/fault-switch.ts';
import { readSystem, type System } from '../driver/system.ts';
import type { Target } from '../driver/targets/target.ts';
import type { Traffic } from '../driver/traffic.ts';
import { CliError } from './cli-error.ts';

/** A deployed shop, ready to be driven. */
export interface Shop {
  aws: AwsAccess;
  system: System;
  shop: ShopClient;
  traffic: Traffic;
  /** Undefined where the deployment has no fault injection. */
  faults: FaultSwitch | undefined;
  close(): void;
}

/** @throws {CliError} when the shop is not deployed to the target */
export async function openShop(target: Target): Promise<Shop> {
  const aws = awsAccess(target.aws);
  try {
    const system = await readSystem(aws.cloudformation);
    const shop = shopClient(aws, system);
    const close = () => {
      shop.close();
      aws.close();
    };
    const faults =
      system.faultsTable === undefined ? undefined : faultSwitch(aws.documents, system.faultsTable);
    return { aws, system, shop, traffic: target.traffic(aws.lambda), faults, close };
  } catch (error) {
    aws.close();
    if (!DriverError.is(error, 'system-missing')) throw error;
    throw new CliError(
      'environment',
      `The shop is not deployed to ${target.name}: ${error.subject} is missing`,
      {
        hint: 'Deploy it first: npm run dataflow -- deploy',
        cause: error,
      },
    );
  }
}
