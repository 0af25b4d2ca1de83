import { DirectoryProblem } from '@registrar/shared/contract/directory-problems'
import { PasswordChange, UserPatch, VerifyRequest } from '@registrar/shared/contract/directory-requests'
import { DirectoryUser, DirectoryUsers, Verification } from '@registrar/shared/contract/directory-user'
import { PointedFault } from '@registrar/shared/contract/field-fault'
import { components, head, SERVICE_TAG, servicePaths } from '../common.ts'
import { componentSchemas } from '../schemas.ts'
import { problems } from './operation.ts'
import { paths } from './paths.ts'

const REQUESTS = { VerifyRequest, UserPatch, PasswordChange }
const schemas = () =>
  componentSchemas(
    { ...REQUESTS, Verification, User: DirectoryUser, Users: DirectoryUsers, Problem: DirectoryProblem, PointedFault },
    Object.keys(REQUESTS),
  )

/** The OpenAPI document of the directory. */
export const directoryDocument = () => ({
  ...head(
    'Registrar: the directory',
    'The private API over users, for your own back ends. `HEAD` works wherever `GET` does; any other method is refused ' +
      'with `405` and `Allow`. Every answer carries `X-Request-Id`, by which its log lines are found. Refusals are problem ' +
      'documents (RFC 9457). Answers may get more fields in a later release.',
  ),
  security: [],
  tags: [
    { name: 'verify', description: 'For logging in.' },
    { name: 'users', description: 'Reading, changing and erasing users.' },
    SERVICE_TAG,
  ],
  paths: { ...paths, ...servicePaths(problems) },
  components: components(schemas(), problems('method_not_allowed')['405']!, {
    securitySchemes: {
      apiKey: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'rk_…',
        description: 'Created by `npm run keys -- api`. Each operation names the scope that its key needs.',
      },
    },
  }),
})
