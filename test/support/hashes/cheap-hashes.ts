/** The cheapest hashes that OWASP's minima allow: a test that hashes a thousand times is not about the cost. */
export const CHEAP_HASHES = { ARGON2_MEMORY_KIB: '7168', ARGON2_TIME_COST: '5' }
