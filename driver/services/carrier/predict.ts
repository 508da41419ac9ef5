import { compareContracts } from '../../../schemas/compatibility/wsdl/compare-contracts.ts';
import { CONTRACT as V1 } from '../../../schemas/gen/wsdl/carrier/v1.ts';
import { CONTRACT as V2 } from '../../../schemas/gen/wsdl/carrier/v2.ts';
import { type Effects, REFUSAL } from '../outcome.ts';
import { changesBetween, type Pair } from '../pair.ts';

/** From the contracts alone. XML Schema leaves no element aside: a receiver has all of a message, or refuses it. */
export function predictCarrier(pair: Pair): Effects {
  const changes = compareContracts({ contract: V1, version: 1 }, { contract: V2, version: 2 });
  if (changesBetween(pair, changes).length > 0) return REFUSAL;
  return { refused: false, lost: [], misread: [] };
}
