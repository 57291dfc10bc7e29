import BlobModel
import BlobStore

/// Looks for blobs in an open shard.
struct ShardState {
    private let shard: Shard
    private let expectations: Expectations

    /// Looks into a shard.
    ///
    /// - Parameters:
    ///   - shard: The shard.
    ///   - expectations: What must be there.
    init(_ shard: Shard, _ expectations: Expectations) {
        self.shard = shard
        self.expectations = expectations
    }

    /// Returns a sentence for each thing that is wrong with a reference.
    func findings(_ entry: Expectations.Entry) async -> [String] {
        let name = "\(entry.blob.reference) of \(entry.blob.bytes.count) bytes"
        let isErased = expectations.erasures.erased.contains(entry.blob.domain)
        do {
            guard let bytes = try await shard.bytes(of: entry.blob) else {
                return entry.standing == .present && !isErased ? ["\(name) was acknowledged and is lost"] : []
            }
            if entry.standing == .absent { return ["\(name) is there and should not be"] }
            if isErased { return ["\(name) is readable, and its domain's key was erased"] }
            return bytes == entry.blob.bytes ? [] : ["\(name) came back changed"]
        } catch {
            return await findings(entry, refusedBy: error).map { "\(name) \($0)" }
        }
    }

    /// Returns what is wrong with a refusal: damage and erasure explain one each.
    private func findings(_ entry: Expectations.Entry, refusedBy error: any Error) async -> [String] {
        let isErasable = !expectations.erasures.isUsable(entry.blob.domain)
        if isErasable, let error = error as? BlobError, error.isPermanent { return [] }
        guard case .corrupt? = error as? BlobError, let condition = expectations.damages.condition(of: entry.blob)
        else { return ["cannot be read: \(error)"] }
        return condition == .quarantined ? await findingsOfQuarantine(of: entry.blob) : []
    }

    /// What was found damaged is not sent from its file either, where nothing verifies it.
    private func findingsOfQuarantine(of blob: ProbeBlob) async -> [String] {
        do {
            _ = try await shard.sendableRegions(of: blob.id, in: blob.domain)
            return ["is damaged, which was found, and is sent from its file all the same"]
        } catch BlobError.corrupt {
            return []
        } catch {
            return ["is damaged, and its place is refused by \(error)"]
        }
    }
}

extension BlobError {
    /// Whether the same call never succeeds, and nothing is said to be damaged.
    fileprivate var isPermanent: Bool {
        if case .corrupt = self { return false }
        return !isWorthRetrying
    }
}
