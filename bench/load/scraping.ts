import { setTimeout as delay } from 'node:timers/promises'

/** In the middle of a second of work, whether that begins at once or a process is started for it first. */
const SCRAPE_AFTER_MS = 800

/**
 * Does a second of `work` while the pages of metrics at `urls` are read once: as often as anybody scrapes. Every 15 s is
 * usual.
 */
export async function scraping<T>(urls: string[], work: () => Promise<T>): Promise<T> {
  const scrape = async () => {
    await delay(SCRAPE_AFTER_MS)
    await Promise.all(urls.map(async (url) => (await fetch(url)).text()))
  }
  const [result] = await Promise.all([work(), urls.length > 0 ? scrape() : undefined])
  return result
}
