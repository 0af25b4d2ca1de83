import { DirectoryProblem } from '@registrar/shared/contract/directory-problems'
import { PasswordChange, UserPatch, VerifyRequest } from '@registrar/shared/contract/directory-requests'
import { DirectoryUser, DirectoryUsers, Verification } from '@registrar/shared/contract/directory-user'
import { PointedFault } from '@registrar/shared/contract/field-fault'
import { Registration } from '@registrar/shared/contract/registration'
import { RegistrationProblem } from '@registrar/shared/contract/registration-problems'
import { SignUp } from '@registrar/shared/contract/sign-up'
import { z } from 'zod'
import { typeText } from './type-text.ts'

const TYPES = {
  SignUp,
  PendingRegistration: Registration.options[0],
  CompletedRegistration: Registration.options[1],
  RejectedRegistration: Registration.options[2],
  FailedRegistration: Registration.options[3],
  PointedFault,
  RegistrationProblemCode: RegistrationProblem.shape.code,
  VerifyRequest,
  Verification,
  User: DirectoryUser,
  UserPage: DirectoryUsers,
  UserPatch,
  PasswordChange,
  DirectoryProblemCode: DirectoryProblem.shape.code,
} satisfies Record<string, z.ZodType>

/** `packages/client/src/contract.ts` with its types written out, so that they need neither zod nor a package of ours. */
export const contractText = (): string =>
  [
    ...Object.entries(TYPES).map(([name, schema]) => `export type ${name} = ${typeText(z.toJSONSchema(schema))}`),
    'export type EndedRegistration = CompletedRegistration | RejectedRegistration | FailedRegistration',
    'export type Registration = PendingRegistration | EndedRegistration',
    '',
  ].join('\n')
