// Generated from schemas/openapi/payments/v2.yaml by schemas/generate.ts: do not edit.
export interface paths {
    "/v2/payments": {
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
         * @description The `Idempotency-Key` becomes the payment's id, and the same request may be sent any number of times: it charges once.
         */
        post: operations["takePayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/payments/{paymentId}": {
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
             * @description Where the customer bought. Requests of contract v1 have none.
             * @enum {string}
             */
            channel?: "web" | "store" | "phone";
        };
        Payment: {
            paymentId: components["schemas"]["Identifier"];
            orderId: components["schemas"]["Identifier"];
            kind: components["schemas"]["Kind"];
            amount: components["schemas"]["Money"];
            /** @constant */
            currency: "GBP";
            /**
             * @description `held` payments wait for a person to review them. Contract v1 shows `declined` payments as `held`.
             * @enum {string}
             */
            status: "accepted" | "held" | "declined";
            assessment: components["schemas"]["Assessment"];
            /** @description null for payments taken before the service recorded the time. */
            createdAt: string | null;
            links: {
                /**
                 * Format: uri-reference
                 * @description The path of this payment below the URL of the server.
                 */
                self: string;
            };
        };
        Assessment: {
            /** @enum {string} */
            decision: "allow" | "review" | "decline";
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
         * @description The `paymentId` of a response.
         * @example 536365
         */
        PaymentId: components["schemas"]["Identifier"];
    };
    requestBodies: never;
    headers: {
        /**
         * @description The release of the service that answered. Absent where API Gateway answers by itself.
         * @example v2
         */
        Release: string;
        /**
         * @description Where the payment is, relative to the URL of the request.
         * @example payments/536365
         */
        Location: string;
        /** @description The response is that of an earlier request. */
        IdempotencyReplayed: "true";
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
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
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
            /** @description The payment was taken, is held for review, or was declined. */
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
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["DeadlineExceeded"];
        };
    };
}
