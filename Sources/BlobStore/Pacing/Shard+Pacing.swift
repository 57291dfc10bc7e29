extension Shard {
    /// Makes the pacer of one kind of background work on this shard.
    ///
    /// It keeps below ``ShardOptions/maintenanceBytesPerSecond`` and steps back while writes or reads wait. Work of two
    /// kinds at the same time takes twice the rate unless it shares a pacer.
    ///
    /// - Throws: ``BlobStoreError/closed``.
    func makePacer() throws(BlobStoreError) -> any Pacer {
        let writer = try openParts().writer
        let pool = pool
        return MaintenancePacer(
            bytesPerSecond: UInt64(max(0, options.maintenanceBytesPerSecond)),
            clock: ContinuousClock(),
            isForegroundBusy: { writer.waiting > 0 || pool.openCount > 0 }
        )
    }
}
