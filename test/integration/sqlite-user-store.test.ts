import { randomUUID } from 'node:crypto'
import { openUserStore } from '@registrar/users/stores/open-user-store'
import { StoreUnavailableError } from '@registrar/users/user-store'
import { expect, it } from 'vitest'
import { canMount, mountSmallDisk } from '../support/trouble/small-disk.ts'

it.runIf(canMount)(
  'preparing the embedded store detects a full disk, and recovers when there is room again',
  async () => {
    using disk = mountSmallDisk(1)
    await using store = await openUserStore({ DATA_DIR: disk.path })
    await store.prepare()
    disk.fill()
    await expect(
      (async () => {
        for (let n = 0; n < 1_000; n++) await store.prepare() // a page or two may still be reserved in the file
      })(),
    ).rejects.toThrow(StoreUnavailableError)
    await expect(store.prepare()).rejects.toThrow('SQLite: the disk is full: free some space')
    disk.free()
    await store.prepare()
    expect(await store.find(randomUUID())).toBeUndefined()
  },
)
