// Generated from schemas/avro/profile/v1.avsc by schemas/generate.ts: do not edit.
export const SCHEMA: unknown = JSON.parse("{\"type\":\"record\",\"name\":\"Profile\",\"namespace\":\"shop.profiles\",\"doc\":\"2021. Who the customer is.\",\"fields\":[{\"name\":\"userId\",\"type\":\"string\"},{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"age\",\"type\":\"int\"}]}");
