import BlobAPI
import BlobModel
import Testing

/// One error of each kind with the subject of the call that it answers.
enum BlobErrorSamples {
    /// An error and the subject of its call.
    struct Sample: Sendable, CustomTestStringConvertible {
        /// The error.
        let error: BlobError

        /// What the call was about.
        let subject: BlobSubject

        /// The error as a sentence.
        var testDescription: String { error.description }
    }

    /// The ID of the domain of all samples.
    static let domainID = "mfrggzdfmztwq2lkmnsgg3dfmy"

    /// Returns the domain of all samples.
    static func domain() throws -> DedupDomain {
        try DedupDomain(validating: domainID)
    }

    /// Returns the subject of an upload under a new reference.
    static func reference() throws -> BlobSubject {
        BlobSubject(reference: .random(), in: try domain(), limit: 10)
    }

    /// Returns a map of one node and one shard.
    static func map(epoch: UInt64) throws -> ShardMap {
        let node = try NodeID(validating: "blob-1")
        let entry = NodeEntry(id: node, internalURL: "http://127.0.0.1:9081", publicURL: "http://127.0.0.1:8081")
        let shard = ShardEntry(id: try ShardID(validating: "blob-1-0"), node: node)
        return try ShardMap(
            epoch: epoch,
            deployment: .random(),
            nodes: [entry],
            shards: [shard],
            slots: [UInt16](repeating: 0, count: Slot.count)
        )
    }

    /// Returns one sample of each kind.
    static func all() throws -> [Sample] {
        let domain = try domain()
        let blob = ContentID(of: [1, 2, 3].span)
        let reference = ReferenceID.random()
        let aboutBlob = BlobSubject(blob: blob, in: domain)
        let aboutReference = BlobSubject(reference: reference, in: domain, limit: 10)
        return [
            Sample(error: .notFound(blob), subject: aboutBlob),
            Sample(error: .corrupt(blob), subject: aboutBlob),
            Sample(error: .rangeNotSatisfiable(size: 3), subject: aboutBlob),
            Sample(error: .referenceNotFound(reference), subject: aboutReference),
            Sample(error: .referenceConflict(reference), subject: aboutReference),
            Sample(error: .tooLarge(limit: 10), subject: aboutReference),
            Sample(error: .insufficientSpace, subject: aboutReference),
            Sample(error: .staleShardMap(try map(epoch: 7)), subject: aboutReference),
            Sample(error: .misplaced(domain), subject: aboutReference),
            Sample(error: .domainErased(domain), subject: aboutReference),
            Sample(error: .bodyFailed("It broke off."), subject: aboutReference),
        ]
    }
}
