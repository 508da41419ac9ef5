export interface CarrierSample {
  country: string;
  weightGrams: number;
  parcels: number;
}

const SMALL: CarrierSample = { country: 'United Kingdom', weightGrams: 1, parcels: 1 };
const LARGE: CarrierSample = { country: 'Île & <Territories>', weightGrams: 30_000, parcels: 12 };

/** Contract v1 has no service level. */
export const CARRIER_SAMPLES = {
  v1: [SMALL, LARGE],
  v2: [
    { ...SMALL, serviceLevel: 'STANDARD' },
    { ...LARGE, serviceLevel: 'EXPRESS' },
  ],
} as const;
