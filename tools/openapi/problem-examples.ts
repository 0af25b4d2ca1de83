import { PROBLEM_TYPE, type Problem, type Problems } from '@registrar/shared/contract/problem'

const INSTANCE = 'a3f1c2d4-5b6e-4f70-8a9b-0c1d2e3f4a5b'

type Said = string | Pick<Problem, 'detail' | 'errors'>

/** The problem documents in which `said` stands for each code. */
export const problemExamples = <P extends Problems>(
  problems: P,
  said: Record<keyof P & string, Said>,
): Record<keyof P & string, Problem> =>
  Object.fromEntries(
    Object.entries<Said>(said).map(([code, words]) => {
      const { status, title } = problems[code]!
      const { detail, errors } = typeof words === 'string' ? { detail: words, errors: undefined } : words
      const problem = { type: PROBLEM_TYPE + code, title, status, detail, code, instance: INSTANCE }
      return [code, errors ? { ...problem, errors } : problem]
    }),
  ) as Record<keyof P & string, Problem>
