import BlobModel
import BlobStore
import RandomTesting

/// Looks for upload sessions in an open shard, and takes each to its end.
///
/// A session is committed under a new reference and with the content ID of the whole: so the digest that the shard computes
/// of what it kept, and of what comes now, tells whether the former is right.
struct SessionCheck {
    private let expectations: Expectations
    private var waiting: [SessionExpectations.Entry] = []
    private var offsets: [UploadSessionID: UInt64] = [:]

    /// Makes a check that has looked at nothing.
    ///
    /// - Parameters:
    ///   - expectations: What must be there.
    ///   - random: What decides which sessions are ended when.
    init(_ expectations: Expectations, _ random: inout SeededGenerator) {
        self.expectations = expectations
        waiting = expectations.sessions.all.filter { expectations.erasures.isUsable($0.blob.domain) }
        waiting.shuffle(using: &random)
    }

    /// Looks for all sessions, and ends half of those that are left.
    ///
    /// - Parameters:
    ///   - shard: The open shard.
    ///   - random: What makes references.
    ///   - added: The blobs that are in the shard from then on.
    /// - Returns: A sentence for each thing that is wrong.
    mutating func look(
        at shard: Shard,
        _ random: inout SeededGenerator,
        _ added: inout [ProbeBlob]
    ) async -> [String] {
        var found: [String] = []
        for entry in expectations.sessions.ended { found += await findings(ended: entry, in: shard) }
        for entry in waiting { found += await findings(entry, in: shard) }
        for entry in waiting.prefix((waiting.count + 1) / 2) where offsets[entry.mark.session] != nil {
            let blob = entry.blob.again(&random)
            do {
                _ = try await shard.upload(blob, by: entry.mark.session)
                added.append(blob)
            } catch {
                found.append("the upload session of \(entry.blob.bytes.count) bytes cannot be ended: \(error)")
            }
        }
        waiting.removeFirst((waiting.count + 1) / 2)
        return found
    }

    private mutating func findings(_ entry: SessionExpectations.Entry, in shard: Shard) async -> [String] {
        let session = entry.mark.session
        do {
            let offset = try await shard.upload(session, in: entry.blob.domain).offset
            let least = max(entry.mark.offset, offsets[session] ?? 0)
            offsets[session] = offset
            let isRight = offset >= least && offset <= UInt64(entry.blob.bytes.count)
            return isRight ? [] : ["an upload session was acknowledged up to \(least) and stands at \(offset)"]
        } catch UploadSessionError.notFound where entry.mayHaveEnded && offsets[session] == nil {
            return []
        } catch {
            return ["an upload session acknowledged up to \(entry.mark.offset) is refused: \(error)"]
        }
    }

    private func findings(ended entry: SessionExpectations.Entry, in shard: Shard) async -> [String] {
        do {
            _ = try await shard.upload(entry.mark.session, in: entry.blob.domain)
            return ["an upload session is there, and its end was acknowledged"]
        } catch UploadSessionError.notFound {
            return []
        } catch {
            return ["an upload session that has ended is refused by \(error)"]
        }
    }
}
