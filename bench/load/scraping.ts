import { setTimeout as delay } from 'node:timers/promises'

/** As often as anybody scrapes; every 15 s is usual. */
const SCRAPE_MS = 1_000

/** Does `work` while the pages of metrics at `urls` are read every second. */
export async function scraping<T>(urls: string[], work: () => Promise<T>): Promise<T> {
  const over = new AbortController()
  const read = async (url: string) => (await fetch(url)).text()
  const scrape = async () => {
    await delay(SCRAPE_MS / 2, undefined, { signal: over.signal })
    for (;;) {
      await Promise.all(urls.map(read))
      await delay(SCRAPE_MS, undefined, { signal: over.signal })
    }
  }
  const scraped = scrape().catch((error) => {
    if (!over.signal.aborted) throw error
  })
  const result = await work()
  over.abort()
  await scraped
  return result
}
