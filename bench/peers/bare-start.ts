// The least that a service could be: it says that it is ready.
process.send?.({ ready: true })
process.once('disconnect', () => process.exit(0))
