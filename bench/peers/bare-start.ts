// The smallest possible service: it reports that it is ready.
process.send?.({ ready: true })
process.once('disconnect', () => process.exit(0))
