import { ConfigurationError } from '@registrar/shared/process/environment'

/**
 * A newer release may have given a column or an index a meaning that this one does not know, so it must not write.
 * `where` names the store, `found` and `known` are the versions of its schema and of this release.
 */
export const newerSchema = (where: string, found: number, known: number): ConfigurationError =>
  new ConfigurationError(
    `${where} has schema version ${found}, made by a newer release of Registrar; this release knows versions up to ${known}. Run the newer release, or restore a backup from before it.`,
  )
