/// What the verification of a stopped shard found.
package struct VerificationReport: Hashable, Sendable {
    /// The bytes of the segments that were gone through.
    package internal(set) var bytes: UInt64 = 0

    /// The records in them.
    package internal(set) var records: UInt64 = 0

    /// The references whose blobs were looked for.
    package internal(set) var references: UInt64 = 0

    /// The manifests that are encrypted, so that what they list could not be held against the index without a master key.
    package internal(set) var sealedManifests: UInt64 = 0

    /// The manifests of domains whose key was erased: nobody can read them any more, as it was wished.
    package internal(set) var erasedManifests: UInt64 = 0

    /// The rows by which a manifest or an upload session that is gone holds a chunk; the next sweep removes them.
    package internal(set) var staleMembers: UInt64 = 0

    /// The bytes behind the index's checkpoint, which the next opening replays.
    package internal(set) var unreplayedBytes: UInt64 = 0

    /// The compactions that the next opening brings to their end.
    package internal(set) var unfinishedCompactions = 0

    /// What is not as it should be.
    package internal(set) var findings: [ShardFinding] = []

    /// Makes the report of a verification that begins.
    init() {}
}

/// What a verification tells of itself now and then.
package struct VerificationProgress: Hashable, Sendable {
    /// What is being verified.
    package enum Phase: String, Hashable, Sendable {
        /// The segments are read.
        case log = "reading the log"
        /// The tables of the index are held against each other.
        case index = "checking the index"
    }

    /// What is being verified.
    package let phase: Phase

    /// The bytes or rows that were gone through.
    package let done: UInt64

    /// The bytes or rows that there are.
    package let total: UInt64

    /// What was found so far.
    package let findings: Int
}
