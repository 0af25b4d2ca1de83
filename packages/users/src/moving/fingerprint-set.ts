/** Slots at first: a power of two. */
const FIRST_SLOTS = 1 << 12
/** Above this share of slots, looking for a free one takes long. */
const FULLEST = 0.6

/**
 * Remembers texts by fingerprints of 64 bits: 13 to 27 bytes for each, a tenth of what a Set of strings takes. Two of a
 * million texts have the same fingerprint in one of 40 million files.
 */
export class FingerprintSet {
  #slots = new Uint32Array(2 * FIRST_SLOTS)
  #size = 0

  has(text: string): boolean {
    const [high, low] = fingerprint(text)
    return this.#slots[placeOf(this.#slots, high, low) + 1] === low
  }

  /** Whether `text` was new. */
  add(text: string): boolean {
    if (2 * this.#size >= this.#slots.length * FULLEST) this.#grow()
    const added = put(this.#slots, ...fingerprint(text))
    if (added) this.#size++
    return added
  }

  #grow() {
    const old = this.#slots
    this.#slots = new Uint32Array(old.length * 2)
    for (let at = 0; at < old.length; at += 2) if (old[at + 1] !== FREE) put(this.#slots, old[at]!, old[at + 1]!)
  }
}

/** In the lower half of a slot, where no fingerprint has it. */
const FREE = 0

function put(slots: Uint32Array, high: number, low: number): boolean {
  const place = placeOf(slots, high, low)
  if (slots[place + 1] === low) return false
  slots[place] = high
  slots[place + 1] = low
  return true
}

/** Where it is, or the free slot where it belongs. */
function placeOf(slots: Uint32Array, high: number, low: number): number {
  const mask = slots.length - 2
  let place = (low << 1) & mask
  while (slots[place + 1] !== FREE && (slots[place] !== high || slots[place + 1] !== low)) place = (place + 2) & mask
  return place
}

/**
 * Two multiplicative hashes that are mixed at the end (cyrb53 of github.com/bryc, with all of its 64 bits). Not
 * cryptographic: a caller who makes two names collide gets the later row of their own file refused.
 */
function fingerprint(text: string): [high: number, low: number] {
  let one = 0xdeadbeef
  let two = 0x41c6ce57
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    one = Math.imul(one ^ unit, 2_654_435_761)
    two = Math.imul(two ^ unit, 1_597_334_677)
  }
  one = Math.imul(one ^ (one >>> 16), 2_246_822_507) ^ Math.imul(two ^ (two >>> 13), 3_266_489_909)
  two = Math.imul(two ^ (two >>> 16), 2_246_822_507) ^ Math.imul(one ^ (one >>> 13), 3_266_489_909)
  return [two >>> 0, one >>> 0 || 1]
}
