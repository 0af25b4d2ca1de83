import { findPypiProgram } from './pypi-program.ts'

/** Invents requests from an OpenAPI document, and checks the answers by it. */
const SCHEMATHESIS = {
  name: 'schemathesis',
  version: '4.32.5',
  program: 'schemathesis',
  besides: ['hypothesis==6.170.17'], // what a seed stands for depends on it
}

/** The path of schemathesis, from PyPI. Undefined when it is not there and cannot be installed. */
export const findSchemathesis = (): string | undefined => findPypiProgram(SCHEMATHESIS)
