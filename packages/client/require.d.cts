/** What CommonJS gets at run time is an error that says the same. */
export declare const createRegistrar: {
  "@registrar/client is an ES module: in a CommonJS file, load it with await import('@registrar/client')": never
}
