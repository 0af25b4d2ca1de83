// The types of the HTTP interface, inferred from the schemas that the services themselves answer by. The package carries
// them written out: see tools/client/build.ts.
export type { DirectoryProblemCode } from '@registrar/shared/contract/directory-problems'
export type { PasswordChange, UserPatch, VerifyRequest } from '@registrar/shared/contract/directory-requests'
export type {
  DirectoryUser as User,
  DirectoryUsers as UserPage,
  Verification,
} from '@registrar/shared/contract/directory-user'
export type { PointedFault } from '@registrar/shared/contract/field-fault'
export type {
  CompletedRegistration,
  EndedRegistration,
  FailedRegistration,
  PendingRegistration,
  Registration,
  RejectedRegistration,
} from '@registrar/shared/contract/registration'
export type { RegistrationProblemCode } from '@registrar/shared/contract/registration-problems'
export type { SignUp } from '@registrar/shared/contract/sign-up'
