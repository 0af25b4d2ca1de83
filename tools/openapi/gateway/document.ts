import { components, head, SERVICE_TAG, servicePaths } from '../common.ts'
import { problems } from './answers.ts'
import { registerPath } from './register-path.ts'
import { eventsPath, registrationPath } from './registration-paths.ts'
import { schemas } from './schemas.ts'

/** The OpenAPI document of the gateway. */
export const gatewayDocument = () => ({
  ...head(
    'Registrar: the gateway',
    'Takes sign-ups: accepts each in milliseconds, and tells how it ended. `HEAD` works wherever `GET` does; any other ' +
      'method is refused with `405` and `Allow`. Every answer carries `X-Request-Id`, by which its log lines are found. ' +
      'Refusals are problem documents (RFC 9457). Answers may get more fields in a later release.',
  ),
  security: [],
  tags: [
    { name: 'registrations', description: 'For programs.' },
    { name: 'page', description: 'For people.' },
    SERVICE_TAG,
  ],
  paths: {
    '/register': registerPath,
    '/register/{jobId}': registrationPath,
    '/register/{jobId}/events': eventsPath,
    ...servicePaths(problems),
  },
  components: components(schemas(), problems('method_not_allowed')['405']!),
})
