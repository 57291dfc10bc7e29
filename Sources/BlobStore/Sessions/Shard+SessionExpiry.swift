import BlobModel
package import FoundationEssentials

extension Shard {
    /// Ends the upload sessions that were not advanced for too long, each in a batch of its own.
    ///
    /// What they held and nobody else holds may be collected after the grace. A session that is in use is left alone: an
    /// append that goes on renews it.
    ///
    /// - Parameter now: The present.
    /// - Returns: The number of sessions that were ended.
    /// - Throws: `BlobError` and `CancellationError`; the sessions that were ended before stay so.
    @discardableResult
    package func expireSessions(now: Date) async throws -> Int {
        let instant = SessionRow.milliseconds(of: now)
        let limit = options.sessionLimit
        let expired = try await run { (reader) throws(BlobStoreError) in
            try reader.expiredSessions(at: instant, limit: limit)
        }
        var count = 0
        for key in expired {
            try Task.checkCancellation()
            if try await end(key, ifExpiredAt: instant) { count += 1 }
        }
        return count
    }

    private func end(_ key: SessionKey, ifExpiredAt instant: UInt64) async throws -> Bool {
        do {
            return try await sessions.using(key) { digest in
                // An append may have renewed it since it was found.
                let row = try await run { (reader) throws(BlobStoreError) in try reader.session(key) }
                guard let row, row.expires <= instant else { return false }
                digest = nil
                _ = try await writer().submit(.abandon(key.id), to: key)
                return true
            }
        } catch UploadSessionError.busy {
            return false
        }
    }
}
