// Generated from schemas/openapi/payments/v1.yaml by schemas/generate.ts: do not edit.
export interface paths {
    "/v1/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a payment
         * @description With an `Idempotency-Key`, the key becomes the payment's id, and the same request may be sent any number of times: it
         *     charges once. Without a key every request makes another payment.
         *
         *     With `Prefer: respond-async` (RFC 7240) the service accepts the payment and takes it later: 202, and `Location` says
         *     where the payment will be. It then waits for fraud however long that takes, so its assessment is never degraded. With
         *     a `callbackUrl` in the request the payment is also reported once it is taken.
         */
        post: operations["takePayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{paymentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a payment */
        get: operations["getPayment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Identifier: string;
        /** @description Exact decimal text in the major unit, never a JSON number. */
        Money: string;
        /**
         * @description Which way the money goes. The amount itself has no sign.
         * @enum {string}
         */
        Kind: "charge" | "refund";
        NewPayment: {
            orderId: components["schemas"]["Identifier"];
            amount: components["schemas"]["Money"];
            /** @constant */
            currency: "GBP";
            kind: components["schemas"]["Kind"];
            /** @description null for a guest. */
            customerId: components["schemas"]["Identifier"] | null;
            /** @description The country's name. No control characters, no lone surrogates. */
            country: string;
            /**
             * @description Where the payment is reported, for requests with `Prefer: respond-async`. Only callback URLs of the same
             *     deployment are allowed.
             */
            callbackUrl?: string;
        };
        /** @description A payment that is accepted and not taken yet. */
        PaymentRequest: {
            paymentId: components["schemas"]["Identifier"];
            orderId: components["schemas"]["Identifier"];
            kind: components["schemas"]["Kind"];
            amount: components["schemas"]["Money"];
            /** @constant */
            currency: "GBP";
            /** @constant */
            status: "processing";
            /** Format: date-time */
            requestedAt: string;
        };
        Payment: {
            paymentId: components["schemas"]["Identifier"];
            orderId: components["schemas"]["Identifier"];
            kind: components["schemas"]["Kind"];
            amount: components["schemas"]["Money"];
            /** @constant */
            currency: "GBP";
            /**
             * @description `held` payments wait for a person to review them.
             * @enum {string}
             */
            status: "accepted" | "held";
            assessment: components["schemas"]["Assessment"];
            /** @description null for payments taken before the service recorded the time. */
            createdAt: string | null;
        };
        Assessment: {
            /** @enum {string} */
            decision: "allow" | "review";
            /** @description From 0 (no doubt) to 100; null where fraud has not assessed the payment. */
            score: number | null;
            /** @description Fraud did not answer in time, so the decision is the default one. */
            degraded: boolean;
        };
        /** @description RFC 9457. `code` is the part that programs read; `detail` is for people. */
        Problem: {
            /**
             * Format: uri
             * @description `urn:shop:problem:` and the code.
             */
            type: string;
            title: string;
            status: number;
            /** @description What was wrong; it names fields and never quotes their values. */
            detail: string;
            /** @enum {string} */
            code: "bad-request" | "deadline-required" | "not-found" | "payload-too-large" | "unsupported-media-type" | "idempotency-key-reused" | "too-many-requests" | "dependency-failed" | "dependency-unavailable" | "dependency-timeout" | "deadline-exceeded" | "internal";
            /**
             * Format: uri
             * @description Names this request in the service's log.
             */
            instance?: string;
        };
    };
    responses: {
        /** @description The request is not as this contract says. The same request will not do better. */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such payment. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than 64 KiB. */
        PayloadTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is not `application/json`. */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The key names another payment. */
        IdempotencyKeyReused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Send the request again later. */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A fault of the service. The request may have been processed; with a key it can be sent again. */
        Internal: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Fraud answered, but not as its contract says. */
        DependencyFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A database that the service needs is not available. */
        Unavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The time of the caller was up before the payment could be taken. */
        DeadlineExceeded: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description Whole milliseconds that the caller still waits.
         * @example 5000
         */
        TimeoutMs: number;
        /**
         * @description Names this payment, so that it is taken once however often it is sent.
         * @example 536365
         */
        IdempotencyKey: components["schemas"]["Identifier"];
        /**
         * @description `respond-async`, to be answered before the payment is taken. Other preferences are ignored.
         * @example respond-async
         */
        Prefer: string;
        /**
         * @description The `paymentId` of a response.
         * @example 536365
         */
        PaymentId: components["schemas"]["Identifier"];
    };
    requestBodies: never;
    headers: {
        /**
         * @description The release of the service that answered. Absent where API Gateway answers by itself.
         * @example v1.1
         */
        Release: string;
        /**
         * @description Where the payment is, relative to the URL of the request.
         * @example payments/536365
         */
        Location: string;
        /** @description The response is that of an earlier request. */
        IdempotencyReplayed: "true";
        /** @description The preference of the request that was honoured. */
        PreferenceApplied: "respond-async";
        /**
         * @description Seconds to wait before another attempt.
         * @example 1
         */
        RetryAfter: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    takePayment: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Whole milliseconds that the caller still waits.
                 * @example 5000
                 */
                "x-timeout-ms": components["parameters"]["TimeoutMs"];
                /**
                 * @description Names this payment, so that it is taken once however often it is sent.
                 * @example 536365
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description `respond-async`, to be answered before the payment is taken. Other preferences are ignored.
                 * @example respond-async
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPayment"];
            };
        };
        responses: {
            /** @description The key is known with the same request. This is the payment that it made. No second charge was made. */
            200: {
                headers: {
                    "x-dataflow-release": components["headers"]["Release"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            /** @description The payment was taken, or is held for review. */
            201: {
                headers: {
                    "x-dataflow-release": components["headers"]["Release"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            /**
             * @description The payment is accepted, and is taken later. Only for requests with `Prefer: respond-async`. A repeated request is
             *     answered in the same way until the payment is taken.
             */
            202: {
                headers: {
                    "x-dataflow-release": components["headers"]["Release"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentRequest"];
                };
            };
            400: components["responses"]["BadRequest"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["DependencyFailed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["DeadlineExceeded"];
        };
    };
    getPayment: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Whole milliseconds that the caller still waits.
                 * @example 5000
                 */
                "x-timeout-ms": components["parameters"]["TimeoutMs"];
            };
            path: {
                /**
                 * @description The `paymentId` of a response.
                 * @example 536365
                 */
                paymentId: components["parameters"]["PaymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The payment. */
            200: {
                headers: {
                    "x-dataflow-release": components["headers"]["Release"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            /** @description The payment is accepted, and is not taken yet. Ask again. */
            202: {
                headers: {
                    "x-dataflow-release": components["headers"]["Release"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentRequest"];
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["DeadlineExceeded"];
        };
    };
}
