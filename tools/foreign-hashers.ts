import { findPypiProgram } from './pypi-program.ts'

/** A Python with the libraries by which other systems hash: Werkzeug itself, bcrypt for what WordPress does. */
const HASHERS = { name: 'werkzeug', version: '3.1.9', program: 'python', besides: ['bcrypt==5.0.0'] }

/** The path of that Python, from PyPI. Undefined when it is not there and cannot be installed. */
export const findForeignHashers = (): string | undefined => findPypiProgram(HASHERS)
